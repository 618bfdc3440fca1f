"""The look: contrast of every pair of colours in both modes, size of buttons, narrow screens."""

from __future__ import annotations

import re

import pytest

import templates
from mailflows.writing.styles import styles
from tests.templates.written import ALL, Page, Written

ENOUGH = 4.5  # WCAG 2.2, 1.4.3 for text
SOURCE = re.sub(r"/\*.*?\*/", "", (templates.UKRAINIAN / "style.css").read_text(), flags=re.DOTALL)
DARK = "@media (prefers-color-scheme: dark)"


def rules(css: str) -> dict[str, dict[str, str]]:
    """Selector → property → value."""
    found: dict[str, dict[str, str]] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        pairs = [one.split(":", 1) for one in body.split(";") if ":" in one]
        declared = {name.strip(): value.replace("!important", "").strip() for name, value in pairs}
        for selector in selectors.split(","):
            found.setdefault(selector.strip(), {}).update(declared)
    return found


def block(name: str) -> str:
    start = SOURCE.index(name)
    return SOURCE[SOURCE.index("{", start) + 1 : SOURCE.index("\n}", start)]


LIGHT = rules(SOURCE[: SOURCE.index("@media")])
NIGHT = {name: dict(declared) for name, declared in LIGHT.items()}
for selector, changed in rules(block(DARK)).items():
    NIGHT.setdefault(selector, {}).update(changed)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAIRS = [  # text, and the surface it stands on
    (".page", ".page"), ("h1", ".page"), ("h2", ".page"), ("h3", ".page"), ("a", ".page"),
    (".facts-label", ".page"), (".foot", ".page"), (".small", ".page"),
    (".from", ".from"), (".from-alarm", ".from-alarm"), (".alarm", ".alarm"), ("a", ".alarm"),
    (".tap", ".tap"), (".tap-first", ".tap-first"),
]  # fmt: skip


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("text", "surface"), PAIRS)
def test_contrast(mode: str, text: str, surface: str) -> None:
    table = LIGHT if mode == "light" else NIGHT
    assert contrast(table[text]["color"], table[surface]["background-color"]) >= ENOUGH


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_edges_of_buttons_are_seen(mode: str) -> None:
    table = LIGHT if mode == "light" else NIGHT
    edge = table[".tap"]["border"].split()[-1] if mode == "light" else table[".tap"]["border-color"]
    assert contrast(edge, table[".page"]["background-color"]) >= 3  # WCAG 2.2, 1.4.11


def test_buttons_are_large_enough_for_a_finger() -> None:
    for name in (".tap", ".tap-first"):
        rule = LIGHT[name]
        padding = int(rule["padding"].split("px")[0])
        border = int(rule["border"].split("px")[0])
        assert int(rule["min-height"].removesuffix("px")) + 2 * padding + 2 * border >= 44


def test_every_class_has_a_style_and_every_style_is_used() -> None:
    used = {
        name
        for one in ALL
        for _, attrs in Page(one.html).elements
        for name in attrs.get("class", "").split()
    }
    known = {name.removeprefix(".") for name in LIGHT if name.startswith(".")}
    assert known == used


def test_no_style_depends_on_what_stands_around_an_element() -> None:
    assert all(re.fullmatch(r"\.?[a-z][a-z0-9-]*", name) for name in LIGHT), list(LIGHT)


def test_styles_are_inside_the_elements_and_the_dark_ones_in_the_head(written: Written) -> None:
    assert DARK in written.html
    assert "@media (max-width: 480px)" in written.html
    assert 'name="color-scheme" content="light dark"' in written.html
    for name, attrs in Page(written.html).elements:
        if name in {"h1", "p", "a", "th", "td"} and "room" not in attrs.get("class", ""):
            assert attrs.get("style"), (name, attrs)
    assert "http://" not in written.html
    assert "https://" not in written.html


def test_a_letter_is_styled_as_if_its_elements_were_looked_up_in_it(written: Written) -> None:
    bare = re.sub(r' style="[^"]*"', "", written.html)
    assert styles(templates.UKRAINIAN).put_into(bare) == written.html


def test_a_class_that_is_told_only_by_the_letter_is_a_fault_of_its_template() -> None:
    with pytest.raises(ValueError, match="not known yet"):
        styles(templates.UKRAINIAN).put_into('<p class="{{ what }}">')
