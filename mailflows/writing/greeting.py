"""How a letter addresses its reader: by name and patronymic in the vocative, or neutrally."""

from __future__ import annotations

from functools import lru_cache

import shevchenko

from templates import words

_LONGEST_NAME = 40  # characters of one part of a name; longer is no name


@lru_cache(maxsize=2048)
def greeting(name: str | None) -> str:
    """Name and patronymic in the vocative for "Surname Name Patronymic", else the neutral words.

    The sex is told by the patronymic alone: given names mislead (Sasha, Nikita). Initials,
    a missing patronymic, foreign letters or two candidates for it give the neutral words.
    """
    table = words()["greeting"]
    found = _name_and_patronymic(name or "")
    if found is None:
        return str(table["neutral"])
    given, patronymic, sex = found
    try:
        told = shevchenko.in_vocative(gender=sex, given_name=given, patronymic_name=patronymic)
    except shevchenko.InputValidationError:
        return str(table["neutral"])
    return f"{table[sex]} {told['given_name']} {told['patronymic_name']}!"


@lru_cache(maxsize=256)
def dative(name: str) -> str:
    """Surname, name and patronymic of the one to whom a paper goes; as given where in doubt."""
    found = _name_and_patronymic(name)
    parts = name.split()
    if found is None or len(parts) != 3 or _capitalised(parts[2]) != found[1]:
        return name
    try:
        told = shevchenko.in_dative(
            gender=found[2], family_name=parts[0], given_name=parts[1], patronymic_name=parts[2]
        )
    except shevchenko.InputValidationError:
        return name
    return f"{told['family_name']} {told['given_name']} {told['patronymic_name']}"


def _name_and_patronymic(name: str) -> tuple[str, str, str] | None:
    """Given name, patronymic and sex, when all three are beyond doubt."""
    parts = [_capitalised(part) for part in name.split()]
    if not 2 <= len(parts) <= 3 or not all(_is_word(part) for part in parts):
        return None
    sexes = [_sex(part) for part in parts]
    # Some surnames look like patronymics; only a patronymic after the given name counts, and
    # only when no other part after the first could be one.
    if len(parts) == 3 and sexes[2] and not sexes[1]:
        return parts[1], parts[2], sexes[2]
    if sexes[1] and not sexes[0] and not (len(parts) == 3 and sexes[2]):
        return parts[0], parts[1], sexes[1]
    return None


def _sex(part: str) -> str | None:
    """The sex that a patronymic's ending tells, None for any other word."""
    for sex, endings in words()["greeting"]["patronymic"].items():
        if part.lower().endswith(tuple(endings)):
            return str(sex)
    return None


def _is_word(part: str) -> bool:
    """Whether a part is one whole Cyrillic word: no initials, digits, Latin or signs."""
    letters = words()["greeting"]["letters"]
    return 3 <= len(part) <= _LONGEST_NAME and all(char in letters for char in part.lower())


def _capitalised(part: str) -> str:
    """Each part of a double name with one capital; apostrophes open no new word."""
    return "-".join(piece[:1].upper() + piece[1:].lower() for piece in part.split("-"))
