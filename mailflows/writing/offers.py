"""The one-tap answers that a letter offers its reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mailflows.data import load
from mailflows.policy import Policy
from mailflows.rules import reply_address
from mailflows.vocabulary import Intent
from mailflows.writing.headers import wire_address
from mailflows.writing.one_tap import Tap, tap
from templates import words

_NAMING_EXECUTORS = (
    Intent.SET_EXECUTOR, Intent.SET_EXECUTORS, Intent.ADD_EXECUTOR, Intent.RECALL_EXECUTOR,
    Intent.ASK_INFORMATION,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offers:
    """Makes taps to this letter's own reply address, or to that of one task in a list."""

    policy: Policy
    party: str
    address: str
    number: str

    def tap(self, intent: str, label: str = "", value: str = "") -> Tap:
        """An answer to this letter."""
        return tap(self.party, intent, self.address, self.number, value, label)

    def of_leader(self, task_id: int, number: str, options: tuple[str, ...]) -> list[Tap]:
        """The answers of a leader who was asked to decide by this task, in a leader's words."""
        return self.of_task(task_id, number, options, party="l")

    def of_task(
        self, task_id: int, number: str, options: tuple[str, ...], kind: str = "", party: str = "t"
    ) -> list[Tap]:
        """The answers to one task of a kind: an option is an intent, or an intent and its value.

        "close", "set-topic water", "set-executor:vodokanal" are all understood; what is no
        answer of operators is passed over: a task of an older version must still be shown.
        """
        address = self.address
        if self.policy.sub_addressing and self.policy.secret and task_id:
            signed = reply_address.sign(self.policy.mailbox, "t", str(task_id), self.policy.secret)
            address = wire_address(signed)
        found = []
        for option in options:
            intent, _, value = option.replace(":", " ", 1).replace("=", " ", 1).partition(" ")
            if intent in load("one_tap")["o" if party == "t" else party]:
                own = words()["taps"].get(kind, {}).get(intent, "")
                label = own or self._label(intent, value.strip())
                found.append(tap(party, intent, address, number, value.strip(), label))
        return found

    def calls(self, options: tuple[str, ...]) -> list[tuple[str, str]]:
        """Whom a task asks to telephone, from options like "call mayor": names and numbers."""
        codes = [option.partition(" ")[2] for option in options if option.startswith("call ")]
        leaders = {one.code: one for one in self.policy.leaders}
        people = [leaders.get(code) or self.policy.executor(code) for code in codes]
        return [(one.name, one.phone) for one in people if one is not None and one.phone]

    def _label(self, intent: str, value: str) -> str:
        """The full phrase of an answer with a value; "" leaves the usual phrase."""
        phrase: dict[str, Any] = words()["taps"]["valued"]
        if not value or intent not in phrase:
            return ""
        return str(phrase[intent]).format(self._name(intent, value))

    def _name(self, intent: str, value: str) -> str:
        """How people call a topic, an executor, a leader, a kind, a sign."""
        said, policy, answers = words(), self.policy, load("one_tap")
        leaders = {one.code: one.name for one in policy.leaders}
        first, _, rest = value.partition(" ")
        if intent == Intent.EXTEND and rest in leaders:
            return str(said["decided"]["by"]).format(day=first, leader=leaders[rest])
        if intent == Intent.SET_MARK:
            sign = str(said["sign"].get(first, first))
            return f"{sign} ({rest})" if rest else sign
        if intent in _NAMING_EXECUTORS:
            executors = [policy.executor(code) for code in value.split()]
            return ", ".join(one.name for one in executors if one) or value
        names: dict[str, Mapping[str, str]] = {
            Intent.SET_TOPIC: {one.slug: one.name for one in policy.topics.values()},
            Intent.SET_LEADER: leaders,
            Intent.NOT_CONSIDER: said["ground"],
            Intent.REWORK: answers["faults"],
        }
        return str(names.get(intent, answers["kinds"]).get(value, value))
