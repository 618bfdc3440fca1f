"""The state machine as it is drawn: in the README, and as Mermaid understands it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mailflows.states import APPEAL, MACHINES, REFERRAL, By, Machine
from mailflows.vocabulary import AppealState, ReferralState
from ops.main import app
from ops.state_diagram import drawn, mermaid

README = Path(__file__).parents[2] / "README.md"
ARROW = re.compile(r"    (\[\*\]|\w+) --> (\w+)( : [^:;]+)?")
NAMED = re.compile(r' +state "[^"]+" as (\w+)( \{)?')


def test_the_readme_holds_what_the_command_prints() -> None:
    printed = CliRunner().invoke(app, ["states"])
    assert printed.exit_code == 0
    assert printed.stdout == mermaid() + "\n"
    found = re.findall(r"```mermaid\n.*?```", README.read_text("utf-8"), re.DOTALL)
    assert "\n\n".join(found) == mermaid(), "put what `contact-center states` prints there"


@pytest.mark.parametrize("machine", MACHINES.values(), ids=lambda one: one.name)
def test_every_line_is_one_that_mermaid_draws(machine: Machine) -> None:
    first, *lines = drawn(machine).splitlines()
    assert first == "stateDiagram-v2"
    unknown = [
        line
        for line in lines
        if not (ARROW.fullmatch(line) or NAMED.fullmatch(line) or line.strip() == "}")
    ]
    assert not unknown
    named = {found[1] for line in lines if (found := NAMED.fullmatch(line))}
    ends = {end for line in lines if (found := ARROW.fullmatch(line)) for end in found.groups()[:2]}
    assert ends - {"[*]"} <= named
    assert sum(line.endswith("{") for line in lines) == lines.count("    }")


def test_undo_goes_back_over_a_letter_that_has_gone() -> None:
    claimed, sent = ReferralState.CLAIMED, ReferralState.SENT
    assert REFERRAL.allows(sent, claimed, By.OPERATOR)  # claimed -> returned -> sent, undone
    assert not REFERRAL.allows(sent, ReferralState.CONFIRMED, By.APPLICANT)
    assert APPEAL.allows(AppealState.CLOSED, AppealState.IN_CHECK, By.OPERATOR)
    assert not APPEAL.allows(AppealState.CLOSED, AppealState.IN_CHECK, By.EXECUTOR)
    assert not APPEAL.allows(None, AppealState.CLOSED, By.OPERATOR)
