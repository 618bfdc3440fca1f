"""A fault of the settings file: where it stands, why it is one, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault; `line` is 1-based, 0 when the fault has no line (a missing section)."""

    line: int
    section: str
    key: str
    reason: str
    mend: str = ""

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        place = f"[{self.section}] {self.key}".removeprefix("[]").strip()
        told = f"{place}: {self.reason}" if place else self.reason
        return f"{where}{told}" + (f"; {self.mend}" if self.mend else "")


class BadSettings(Exception):
    """The file cannot be used; `faults` holds every fault found, by line."""

    def __init__(self, path: str, faults: list[Fault]) -> None:
        self.path = path
        self.faults = sorted(faults)
        super().__init__(
            f"{path}: {len(faults)} fault(s)\n" + "\n".join(f"  {one}" for one in self.faults)
        )
