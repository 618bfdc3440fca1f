"""The one-tap answers that a letter offers its reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mailflows.data import load
from mailflows.policy import Policy
from mailflows.rules import reply_address
from mailflows.vocabulary import Intent
from mailflows.writing.headers import wire_address
from mailflows.writing.one_tap import Tap, tap
from templates import words


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

    def of_task(self, task_id: int, number: str, options: tuple[str, ...]) -> list[Tap]:
        """The answers to one task: an option is an intent, or an intent and its value.

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
            if intent in load("one_tap")["o"]:
                label = self._label(intent, value.strip())
                found.append(tap("t", intent, address, number, value.strip(), label))
        return found

    def calls(self, options: tuple[str, ...]) -> list[tuple[str, str]]:
        """Whom a task asks to telephone, from options like "call mayor": names and numbers."""
        codes = [option.partition(" ")[2] for option in options if option.startswith("call ")]
        leaders = {one.code: one for one in self.policy.leaders}
        people = [leaders.get(code) or self.policy.executors.get(code) for code in codes]
        return [(one.name, one.phone) for one in people if one is not None and one.phone]

    def _label(self, intent: str, value: str) -> str:
        """The full phrase of an answer with a value; "" leaves the usual phrase."""
        phrase: dict[str, Any] = words()["taps"]["valued"]
        if not value or intent not in phrase:
            return ""
        return str(phrase[intent]).format(self._name(intent, value))

    def _name(self, intent: str, value: str) -> str:
        """How people call a topic, an executor or a kind."""
        if intent == Intent.SET_TOPIC and value in self.policy.topics:
            return self.policy.topics[value].name
        if intent == Intent.SET_EXECUTOR and value in self.policy.executors:
            return self.policy.executors[value].name
        day, _, leader = value.partition(" ")
        name = next((one.name for one in self.policy.leaders if one.code == leader), "")
        if intent == Intent.EXTEND and name:
            return str(words()["decided"]["by"]).format(day=day, leader=name)
        if intent == Intent.NOT_CONSIDER:
            return str(words()["ground"].get(value, value))
        if intent == Intent.REWORK:
            return str(load("one_tap")["faults"].get(value, value))
        return str(load("one_tap")["kinds"].get(value, value))
