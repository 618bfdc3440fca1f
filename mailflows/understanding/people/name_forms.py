"""Parts of people's names: which part a word is, and the nominative of a name in any case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import shevchenko

from mailflows.data import load
from mailflows.understanding.words.lemmas import parses, plain

_CASES = {
    "gent": "genitive", "datv": "dative", "accs": "accusative", "ablt": "ablative",
    "loct": "locative", "voct": "vocative",
}  # fmt: skip
_GENDERS = {"masc": "masculine", "femn": "feminine"}


@dataclass(frozen=True, slots=True)
class Patronymic:
    """A patronymic: its nominative in lower case, the sex it tells and the case it stands in."""

    nominative: str
    sex: str  # masc | femn
    case: str  # nomn | gent | datv | accs | ablt | voct


@dataclass(frozen=True, slots=True)
class Given:
    """A given name: the cases it may stand in, by sex."""

    cases: frozenset[tuple[str, str]]  # (sex, case)

    def may_be(self, sex: str | None, case: str) -> bool:
        """Whether it can stand in this case (for this sex, when known)."""
        return any(one == case and sex in (None, who) for who, one in self.cases)


@lru_cache(maxsize=8192)
def patronymic(word: str) -> Patronymic | None:
    """What a word is as a patronymic, or None; any letter size."""
    word = plain(word)
    data: dict[str, Any] = load("names")["patronymics"]
    if word in data["never"]:
        return None
    endings = (("masculine", "masc", ""), ("feminine", "femn", data["feminine_nominative"]))
    for gender, sex, ending in endings:
        match = _patronymics()[gender].fullmatch(word)
        if match and not _only_adjective(word):
            case = data[f"{gender}_endings"][match["ending"]]
            return Patronymic(match["stem"] + ending, sex, case)
    return None


@lru_cache(maxsize=8192)
def given(word: str) -> Given | None:
    """What a word is as a given name, or None; any letter size."""
    word = plain(word)
    data: dict[str, Any] = load("names")["given"]
    cases = set(_own_given().get(word, ()))
    if word not in data["never"]:
        named = [one for one in parses(word) if one.known and "Name" in one.tags]
        turned = [one for one in named if "Fixd" not in one.tags]
        for form in turned or named:
            if "plur" not in form.tags:
                sexes = {"masc", "femn"} & form.tags or {"masc", "femn"}
                cases |= {(sex, case) for sex in sexes for case in (*_CASES, "nomn")
                          if case in form.tags}  # fmt: skip
    return Given(frozenset(cases)) if cases else None


@lru_cache(maxsize=8192)
def may_be_surname(word: str) -> bool:
    """Whether a capitalised word beside a given name or a patronymic can be its surname."""
    low = plain(word)
    if len(low) < 2 or low in load("names")["surnames"]["never"]:
        return False
    father = patronymic(word)
    return father is None or father.sex == "masc"  # many a surname ends like a man's patronymic


@lru_cache(maxsize=8192)
def looks_like_surname(word: str) -> bool:
    """Whether a word is known as a surname, or is no other known word and ends like one."""
    low = plain(word)
    if not may_be_surname(word):
        return False
    forms = [form for form in parses(low) if form.known]
    if any("Surn" in form.tags for form in forms):
        return True
    return not forms and bool(_surname_suffix().search(low))


@lru_cache(maxsize=8192)
def is_common_surname(word: str) -> bool:
    """Whether an ordinary noun of the dictionary in the nominative may be somebody's surname."""
    if not may_be_surname(word) or given(word):
        return False
    return any(
        form.known and {"NOUN", "nomn"} <= form.tags and not {"Name", "Geox", "plur"} & form.tags
        for form in parses(word)
    )


@lru_cache(maxsize=4096)
def nominative(
    surname: str | None, name: str | None, father: str | None, sex: str | None, case: str
) -> str:
    """Surname, name and patronymic in the nominative, in this order, with proper capitals.

    `case` is the case that all of them stand in; `sex` (masc, femn) may be None.
    """
    made_father = patronymic(father) if father else None
    if made_father is not None:
        sex = made_father.sex
    if case != "nomn":
        surname, name = _turned(surname, name, sex, case)
    parts = (surname, name, made_father.nominative if made_father else father)
    return " ".join(sized(part) for part in parts if part)


def sized(word: str) -> str:
    """The word with a capital letter at each of its hyphened parts, the rest small."""
    if word.endswith("."):
        return word.upper()
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


def _turned(
    surname: str | None, name: str | None, sex: str | None, case: str
) -> tuple[str | None, str | None]:
    """Surname and given name from an oblique case; Russian ones by their own endings."""
    made_surname = surname and _russian(surname, "surname", sex, case)
    made_name = name and _russian(name, "given", sex, case)
    if made_name and made_surname:
        return made_surname, made_name
    fields = {"family_name": surname, "given_name": name}
    try:
        made = shevchenko.to_nominative(
            case=_CASES[case],
            gender=_GENDERS.get(sex or ""),
            **{key: plain(value).capitalize() for key, value in fields.items() if value},
        )
    except (ValueError, KeyError, TypeError):
        return surname, made_name or name
    if surname:
        others = made.get("alternatives", {}).get("family_name", [])
        made_surname = _known([made["family_name"], *others], "Surn") or made["family_name"]
    if name and not made_name:
        others = made.get("alternatives", {}).get("given_name", [])
        made_name = _known([made["given_name"], *others], "Name") or made["given_name"]
    return made_surname or surname, made_name or name


def _known(candidates: list[str], tag: str) -> str | None:
    """The first candidate that the dictionary knows as such a name in the nominative."""
    foreign = load("names")["russian"]["not_ukrainian"]
    for one in sorted(candidates, key=lambda one: one.endswith(foreign)):
        if any(form.known and {tag, "nomn"} <= form.tags for form in parses(one)):
            return one
    return None


def _russian(word: str, part: str, sex: str | None, case: str) -> str | None:
    """The nominative of a Russian name; None when it does not look Russian."""
    low = plain(word)
    if sex is None or (part == "given" and (low not in _own_given() or _in_dictionary(low))):
        return None
    if part == "surname" and not _russian_letters().search(low):
        return None
    for ending, made in load("names")["russian"][part][sex].get(case, ()):
        if low.endswith(ending):
            candidate = low[: len(low) - len(ending)] + made
            if part == "surname" or candidate in _russian_nominatives():
                return str(candidate)
    return None


def _in_dictionary(word: str) -> bool:
    return any(form.known and "Name" in form.tags for form in parses(word))


@cache
def _russian_nominatives() -> frozenset[str]:
    data = load("names")["given"]
    return frozenset((*data["men"], *data["women"]))


@cache
def _own_given() -> dict[str, frozenset[tuple[str, str]]]:
    """Every form of the names of our own lists, with sex and case."""
    data: dict[str, Any] = load("names")
    forms: dict[str, set[tuple[str, str]]] = {}
    for sex, names in (("masc", data["given"]["men"]), ("femn", data["given"]["women"])):
        for name in names:
            forms.setdefault(name, set()).add((sex, "nomn"))
            for case, endings in data["russian"]["given"][sex].items():
                for ending, base in endings:
                    if name.endswith(base):
                        stem = name[: len(name) - len(base)] if base else name
                        if base or name[-1] not in data["russian"]["vowels"]:
                            forms.setdefault(stem + ending, set()).add((sex, case))
    for sex, names in (
        ("masc", data["given"]["ukrainian_men"]),
        ("femn", data["given"]["ukrainian_women"]),
    ):
        for name in names:
            forms.setdefault(name, set()).add((sex, "nomn"))
            for case, full in _CASES.items():
                made = shevchenko.in_case(full, given_name=name.capitalize(), gender=_GENDERS[sex])
                forms.setdefault(plain(made["given_name"]), set()).add((sex, case))
    return {form: frozenset(cases) for form, cases in forms.items()}


@lru_cache(maxsize=4096)
def _only_adjective(word: str) -> bool:
    """Whether the dictionary knows the word and knows no patronymic in it."""
    forms = [form for form in parses(word) if form.known]
    return bool(forms) and not any({"Patr", "Surn", "anim"} & form.tags for form in forms)


@cache
def _patronymics() -> dict[str, re.Pattern[str]]:
    data: dict[str, Any] = load("names")["patronymics"]
    made = {}
    for gender in ("masculine", "feminine"):
        endings = "|".join(sorted(data[f"{gender}_endings"], key=len, reverse=True))
        made[gender] = re.compile(rf"{data[gender]}(?P<ending>{endings})")
    return made


@cache
def _surname_suffix() -> re.Pattern[str]:
    return re.compile(rf"{load('names')['surnames']['suffixes']}$")


@cache
def _russian_letters() -> re.Pattern[str]:
    return re.compile(load("names")["russian"]["letters"])
