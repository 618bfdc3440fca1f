"""The state machine as Mermaid, drawn from the table that the store enforces."""

from __future__ import annotations

from collections.abc import Iterator

from mailflows.states import MACHINES, Group, Machine, Move, State

INDENT = "    "


def drawn(machine: Machine) -> str:
    """The state diagram of one sort of record as Mermaid."""
    lines = ["stateDiagram-v2", f"{INDENT}[*] --> {_id(machine.first)}"]
    boxes = {one.before for one in machine.moves if isinstance(one.before, Group)}
    for box in sorted((one for one in boxes if one.boxed), key=lambda one: one.name):
        lines += [f'{INDENT}state "{box.name}" as {_id(box)} {{']
        lines += [f'{INDENT * 2}state "{one}" as {_id(one)}' for one in box.states]
        lines += [f"{INDENT}}}"]
    inside = {state for box in boxes if box.boxed for state in box.states}
    others = dict.fromkeys(one for one in _states(machine) if one not in inside)
    lines += [f'{INDENT}state "{one}" as {_id(one)}' for one in others]
    arrows: dict[tuple[str, str], list[str]] = {}
    for move in machine.moves:
        for source in _ends(move):
            arrows.setdefault((source, _id(move.after)), []).append(_label(move))
    for (before, after), labels in arrows.items():
        lines.append(f"{INDENT}{before} --> {after} : {', '.join(labels)}")
    return "\n".join(lines)


def _states(machine: Machine) -> Iterator[State]:
    for move in machine.moves:
        yield from move.sources()
        yield move.after


def _ends(move: Move) -> list[str]:
    if isinstance(move.before, Group) and move.before.boxed:
        return [_id(move.before)]
    return [_id(one) for one in move.sources()]


def _label(move: Move) -> str:
    """Neither a colon nor a semicolon: they end a label."""
    return f"{move.by} ({', '.join(move.words)})" if move.words else str(move.by)


def _id(of: State | Group) -> str:
    """Mermaid's names have no hyphens; a box may be called like a state."""
    name = of.name if isinstance(of, Group) else str(of)
    return name.replace("-", "_")


def mermaid() -> str:
    """Both diagrams as they stand in the README."""
    parts = (f"```mermaid\n{drawn(machine)}\n```" for machine in MACHINES.values())
    return "\n\n".join(parts)
