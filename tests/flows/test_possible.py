"""What a refusal offers is really carried out: in every state that a walk reaches."""

from __future__ import annotations

from dataclasses import replace

from mailflows.decide import decide
from mailflows.desk.possible import possible
from mailflows.reasons import Code
from mailflows.understanding.replies.operator_intent import read_operator
from mailflows.vocabulary import Intent
from mailflows.writing.one_tap import tap
from tests.flows.given import POLICY, facts, matter, operator
from tests.flows.walking import World, beginning, shared, steps
from tests.understanding.written import written

WITH_MORE = (Intent.SEND_ANSWER, Intent.ANSWERED)
"""Need a file or words that a button cannot bring."""
DEPTH = 3


def worlds() -> list[World]:
    """Every world within a few steps of a first letter, one of each kind."""
    closing = replace(POLICY.closing, by_silence=frozenset({"water"}))
    first = [
        beginning(facts(matters=(matter(),)), replace(POLICY, closing=closing)),
        beginning(facts(matters=(matter(anonymous=True),))),
        shared(facts(matters=(matter(),))),
    ]
    found = {one.key: one for one in first}
    edge = list(found.values())
    for _ in range(DEPTH):
        reached = {one.after.key: one.after for world in edge for one in steps(world)}
        edge = [one for key, one in reached.items() if key not in found]
        found |= {one.key: one for one in edge}
    return list(found.values())


def test_every_offered_word_is_carried_out() -> None:
    refused = set()
    for world in worlds():
        known = world.known()
        for option in possible(known):
            word, _, value = option.partition(" ")
            intent = Intent(word)
            if intent in WITH_MORE:
                continue
            word = tap("o", intent, "x@y.example", "К-0123/26", value).word
            reply = read_operator(written(subject=f"К-0123/26 {word}"), world.policy)
            assert reply.intent is intent
            letter = replace(operator(intent), reply=reply)
            why = decide(letter, known).reasons[0]
            if why.code in (Code.NOT_POSSIBLE, Code.INTENT_NONE, Code.NOT_TIED):
                told = why.facts.get("why", why.code.value)
                refused.add(f"{option} in {world.appeal.state}, {world.appeal.kind}: {told}")
    assert sorted(refused) == []
