"""A scan of the INI text that maps each section and key to its line and finds broken lines."""

from __future__ import annotations

from dataclasses import dataclass, field

from daemon.settings.faults import Fault


@dataclass(slots=True)
class Scan:
    """`values[section][key]` and the lines both stand on; a value's lines are joined by \\n."""

    values: dict[str, dict[str, str]] = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line_of(self, section: str, key: str = "") -> int:
        """The line of a key, else of its section, else 0."""
        return self.lines.get((section, key)) or self.lines.get((section, ""), 0)


def scan(text: str) -> Scan:
    """Read INI text as configparser does, but go on after a fault, so that all are found."""
    found = Scan()
    section = key = ""
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not bare or bare[0] in "#;":
            if not bare:
                key = ""
        elif line[0].isspace() and key:
            found.values[section][key] += "\n" + bare
        elif bare.startswith("[") and bare.endswith("]"):
            section, key = _section(bare), ""
            if section in found.values:
                first = found.lines[section, ""]
                found.faults.append(
                    Fault(
                        *(number, section, "", f"this section stands in line {first} already"),
                        "join the two, or give this one a code of its own",
                    )
                )
            found.values.setdefault(section, {})
            found.lines.setdefault((section, ""), number)
        else:
            key = _key_line(found, number, section, bare)
    return found


def _section(bare: str) -> str:
    """A section by its name and its code, which is the same in capitals and in small letters."""
    name, blank, code = " ".join(bare[1:-1].split()).partition(" ")
    return f"{name}{blank}{code.lower()}"


def _key_line(found: Scan, number: int, section: str, bare: str) -> str:
    """Enter a `key = value` line and return its key; "" after a fault."""
    key, equals, value = bare.partition("=")
    key = key.strip()
    if not equals or not key:
        found.faults.append(
            Fault(number, section, "", "this line is no `key = value`", "comment it out with #")
        )
        return ""
    if not section:
        found.faults.append(Fault(number, "", key, "no [section] stands above this key"))
        return ""
    if (section, key) in found.lines:
        first = found.lines[section, key]
        found.faults.append(Fault(number, section, key, f"set in line {first} already"))
    found.values[section][key] = value.strip()
    found.lines[section, key] = number
    return key
