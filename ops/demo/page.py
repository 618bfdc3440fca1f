"""The page that shows every letter of the day as its reader sees it, beside the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from daemon.settings import Settings
from ops.demo.post import Post, Received
from store import database, ledger, registry

HEADS = ("number", "applicant", "topic", "place", "state", "emergency")


def write(folder: Path, settings: Settings, post: Post) -> Path:
    """Write index.html into the folder; gives its path. The store must be bound."""
    source = files(__package__).joinpath("page.html.j2").read_text("utf-8")
    page = Environment(autoescape=True, undefined=StrictUndefined).from_string(source)
    path = folder / "index.html"
    with database.session():
        rows, figures = _register(settings), _figures()
    text = page.render(
        letters=post.letters,
        groups=list(_by_reader(post, _people(settings))),
        heads=HEADS,
        rows=rows,
        figures=figures,
    )
    path.write_text(text, "utf-8")
    return path


def _register(settings: Settings) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for line in registry.listed(limit=500):
        card = registry.show(line.number)
        if card is None:
            continue
        one, place = card.appeal, card.appeal.scene.place
        where = ", ".join(part for part in (place.settlement, place.street, place.house) if part)
        where += " (home)" if card.appeal.scene.home else ""
        cells = (
            one.number,
            one.applicant.name or "",
            one.topic or "",
            where,
            str(one.state),
            "!" if one.emergency else "",
        )
        found.append(cells)
    return found


def _figures() -> list[tuple[str, int]]:
    """What became of the letters that came in."""
    counts: dict[str, int] = {}
    for line in ledger.balances():
        for outcome, count in line.by_outcome.items():
            counts[outcome] = counts.get(outcome, 0) + count
    return sorted(counts.items(), key=lambda one: -one[1])


def _by_reader(post: Post, people: Mapping[str, str]) -> Iterator[tuple[str, Sequence[Received]]]:
    """Letters grouped by who reads them: `people` maps an address to a group's name."""
    groups: dict[str, list[Received]] = {}
    for letter in post.letters:
        groups.setdefault(people.get(letter.to, "Citizens"), []).append(letter)
    yield from sorted(groups.items())


def _people(settings: Settings) -> dict[str, str]:
    """Which group of readers an address belongs to."""
    found = {one.address: "Executors" for one in settings.executor.values()}
    found |= {
        one.deputy_address: "Executors" for one in settings.executor.values() if one.deputy_address
    }
    found |= {one.address: "Leaders" for one in settings.leader.values()}
    found |= {one.address: "Operators" for one in settings.operator.values()}
    return found
