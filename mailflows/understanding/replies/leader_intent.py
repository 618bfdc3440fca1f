"""What a leader's answer to an alert wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailflows.facts import Reply
from mailflows.letter import Letter
from mailflows.policy import Policy
from mailflows.reasons import Code
from mailflows.understanding.bodies import find_bodies
from mailflows.understanding.replies.claims import Look, look
from mailflows.understanding.replies.intents import (
    asked_date,
    from_document,
    told,
    unclear,
    until_named,
    words_of,
)
from mailflows.understanding.replies.one_tap import read_tap, tap_day
from mailflows.understanding.replies.team import charged_team
from mailflows.understanding.words.lemmas import parses
from mailflows.vocabulary import Intent

TABLE = "intents_leader"


def read_leader(letter: Letter, policy: Policy) -> Reply:
    """Read a leader's letter; for a resolution also the body that he names and the day he sets.

    A refusal is one only with no order beside it; a bare "call me" is for a person. Never raises.
    """
    words = words_of(letter)
    tap = read_tap(letter.subject, "l")
    if tap and not words.own:
        tapped = told(tap.intent, [letter.subject], Code.INTENT_SUBJECT)
        if tap.intent is Intent.SET_EXECUTOR:  # charging somebody is a resolution in one tap
            tapped = replace(tapped, intent=Intent.RESOLUTION)
        named = find_bodies(tap.argument, policy.executors)
        executor = named[0].code if len(named) == 1 else None
        return replace(tapped, until=tap_day(tap.argument), executor=executor)
    text = words.own or words.documents
    looks = look(text, TABLE)
    charged = charged_team(text, policy.executors)
    bodies = bool(find_bodies(text, policy.executors))
    reply = _extension(looks) or _disagreement(looks, named=bodies) or _read(looks)
    if reply.intent is Intent.RESOLUTION:
        until = asked_date(looks, words.day, "resolution")
        lead = charged[0] if charged else None
        reply = replace(reply, until=until, executor=lead, together=charged[1:])
    if reply.intent is Intent.EXTEND:
        reply = until_named(reply, looks, words.day)
    return reply if words.own else from_document(reply)


def _disagreement(looks: Sequence[Look], *, named: bool) -> Reply | None:
    """His "no" to what is proposed; an order beside a body that is `named` outweighs it."""
    disagrees = [hit.words for one in looks for hit in one.of("disagrees")]
    if any(one.sentence.asks for one in looks):
        return None
    ordered = named and any(one.plainly("resolution") for one in looks)
    return told(Intent.REFUSED, disagrees) if disagrees and not ordered else None


def _read(looks: Sequence[Look]) -> Reply:
    refused = [hit.words for one in looks for hit in one.of("refused")]
    ordered = [
        hit.words for one in looks if not one.sentence.asks for hit in one.plainly("resolution")
    ]
    seen = [hit.words for one in looks for hit in one.plainly("acknowledged")]
    calls = [hit.words for one in looks for hit in one.of("calling")]
    asks = any(one.sentence.asks for one in looks)
    if refused and ordered:
        return unclear(Code.INTENT_TWO, [*refused, *ordered])
    if refused:
        return told(Intent.REFUSED, refused)
    wavering = [hit.words for one in looks for hit in one.of("wavering")]
    if wavering:
        return unclear(Code.INTENT_TWO, [*ordered, *wavering])
    ordered = ordered or ([] if calls or asks else _by_grammar(looks))
    if ordered:
        return told(Intent.RESOLUTION, ordered)
    if seen and not (calls or asks):
        return told(Intent.ACKNOWLEDGED, seen)
    return unclear(Code.INTENT_NONE, [*calls, *seen])


def _extension(looks: Sequence[Look]) -> Reply | None:
    """His decision on a longer term, None when he speaks of none; both ways at once is unclear."""
    hits = [(one, hit) for one in looks for hit in one.of("extend")]
    against = [(one, hit) for one in looks for hit in one.of("do-not-extend")]
    granted = [hit.words for one, hit in hits if not one.negated(hit)]
    refused = [hit.words for one, hit in hits if one.negated(hit)]
    refused += [hit.words for _, hit in against]
    if not (granted or refused):
        return None
    doubtful = any(one.sentence.asks for one, _ in hits)
    doubtful = doubtful or any(one.negated(hit) for one, hit in against)
    doubtful = doubtful or any(one.of("wavering", "refused") for one in looks)
    if doubtful or (granted and refused):
        return unclear(Code.INTENT_TWO, [*granted, *refused])
    return told(Intent.EXTEND, granted) if granted else told(Intent.DO_NOT_EXTEND, refused)


def _by_grammar(looks: Sequence[Look]) -> list[str]:
    """Verbs that order something: imperatives and perfective infinitives, not of his own deeds."""
    found = []
    for one in looks:
        courteous = {at for hit in one.of("acknowledged") for at in range(hit.start, hit.end)}
        words = (word for at, word in enumerate(one.sentence.words) if at not in courteous)
        readings = {word: parses(word)[:1] for word in words}
        tags = {word: forms[0].tags for word, forms in readings.items() if forms}
        if one.negations() or any({"VERB", "1per"} <= marks for marks in tags.values()):
            continue
        found += [
            word
            for word, marks in tags.items()
            if "VERB" in marks and ("impr" in marks or {"infn", "perf"} <= marks)
        ]
    return found
