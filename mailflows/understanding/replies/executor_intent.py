"""What an executor's answer to a referral wants."""

from __future__ import annotations

from dataclasses import replace

from mailflows.facts import Reply
from mailflows.letter import Letter
from mailflows.policy import Policy
from mailflows.reasons import Code
from mailflows.understanding.bodies import find_bodies
from mailflows.understanding.replies.claims import Claim, weigh
from mailflows.understanding.replies.cover import only_points
from mailflows.understanding.replies.executor_words import Found, executor_looks
from mailflows.understanding.replies.formal import formal_words
from mailflows.understanding.replies.intents import (
    Words,
    asked_date,
    excerpt,
    from_document,
    told,
    unclear,
    words_of,
)
from mailflows.understanding.replies.one_tap import read_tap, strip_number
from mailflows.understanding.replies.reply_likeness import second_opinion
from mailflows.vocabulary import Fault, Intent

CLOSING = frozenset({Intent.DONE, Intent.EXPLAINED})
CLEARLY = 0.8  # what words of a deed without a "but" add to the likeness of one that is done


def read_executor(letter: Letter, policy: Policy, writer: str | None) -> Reply:
    """Read an executor's letter; `writer` is his code, never proposed instead of himself.

    The words of the letter come first, its documents decide when they say nothing, and a
    document that contradicts a closing word makes it unclear. Never raises on any text.
    """
    words = words_of(letter)
    reply = _reading(letter, words, policy, writer)
    said = f"{words.own}\n{words.documents}"
    open_one = reply.intent in (Intent.ACCEPTED, Intent.INTERIM)
    judged = open_one or reply.intent in (*CLOSING, Intent.UNCLEAR)
    formal = judged and formal_words(said, only_noted=open_one)
    return replace(reply, cause=Fault.FORMAL, words=formal) if formal else reply


def _reading(letter: Letter, words: Words, policy: Policy, writer: str | None) -> Reply:
    """What the letter wants, before it is judged whether it says anything."""
    tap = read_tap(letter.subject, "r")
    if tap and not words.own:
        reply = told(tap.intent, [letter.subject], Code.INTENT_SUBJECT)
        return _checked(reply, words, policy, writer)
    text = f"{strip_number(letter.subject)}.\n{words.own}" if tap else words.own
    reply = _checked(_read(text, words, policy, writer), words, policy, writer)
    if not only_points(words.own):
        return _like_known_ones(reply, words, policy, writer)
    return reply


def _like_known_ones(reply: Reply, words: Words, policy: Policy, writer: str | None) -> Reply:
    """The reading beside that of known replies in like words, which never close by themselves."""
    looks = executor_looks(words.own)
    claim, found = weigh(looks), Found(looks)
    if reply.intent is Intent.DONE and claim.whole:
        return reply  # it is said that everything is over
    disputed = any(one.code is Code.INTENT_TWO for one in reply.because)
    said = _closings_said(claim, found)
    ahead = reply.intent is Intent.INTERIM and _only_ahead(found)
    looked = reply.intent is Intent.INTERIM and found.looked_only
    read = Intent.UNCLEAR if ahead or looked else reply.intent
    like = second_opinion("executor", words.own, read, disputed=disputed, said=said)
    taken_up = like is Intent.ACCEPTED  # never work that is under way, but all that is to come
    unfit = reply.intent is Intent.INTERIM and like not in said and ahead is not taken_up
    if like is None or unfit:
        return reply
    if like is Intent.UNCLEAR:
        return unclear(Code.INTENT_TWO, [excerpt(words.own)])
    until = asked_date(looks, words.day, "extension") if like is Intent.EXTENSION else None
    passed_on = like is Intent.DECLINED
    executor = _proposed(found, words.own, policy, writer) if passed_on else None
    shown = {Intent.DONE: [*claim.words, *found.finished], Intent.EXPLAINED: found.grounds}
    because = shown.get(like) or [excerpt(words.own)]
    reply = replace(told(like, because), until=until, executor=executor)
    return _checked(reply, words, policy, writer)


def _only_ahead(found: Found) -> bool:
    """Whether all that is told is still to come: taken up, perhaps, rather than under way."""
    begun = found.deeds or found.finished or found.under_way or found.progress or found.going_on
    return bool(found.future) and not (begun or found.awaited or found.cannot)


def _closings_said(claim: Claim, found: Found) -> dict[Intent, float]:
    """The closings whose words stand there with nothing against them, and what that adds."""
    if found.questions or found.extension or found.promised or found.going_on or found.undone:
        return {}
    said = {}
    if found.finished and not (claim.against or claim.doubts or found.ahead):
        said[Intent.DONE] = CLEARLY if claim.words else 0.0
    apart = found.future or found.awaited or found.under_way or found.but or found.works
    if found.grounds and not (apart or claim.words):
        said[Intent.EXPLAINED] = 0.0
    return said


def _checked(reply: Reply, words: Words, policy: Policy, writer: str | None) -> Reply:
    """The reading of the letter's own words beside that of its documents."""
    if not words.documents:
        return reply
    theirs = _read(words.documents, words, policy, writer)
    if reply.intent in CLOSING:
        against = weigh(executor_looks(words.documents))
        contradicts = theirs.intent not in (*CLOSING, Intent.UNCLEAR, Intent.ACCEPTED)
        if contradicts or (against.against and not against.whole):
            return unclear(Code.INTENT_TWO, [reply.intent, theirs.intent])
        return reply
    if reply.intent is Intent.UNCLEAR and only_points(words.own):
        return from_document(theirs)
    return reply


def _read(text: str, words: Words, policy: Policy, writer: str | None) -> Reply:
    looks = executor_looks(text)
    found = Found(looks)
    claim = weigh(looks)
    if found.extension:
        if found.declined:
            return unclear(Code.INTENT_TWO, [*found.extension, *found.declined])
        until = asked_date(looks, words.day, "extension")
        return replace(told(Intent.EXTENSION, found.extension), until=until)
    if found.absent and not claim.words and not found.declined:
        return told(Intent.ABSENT, found.absent)
    if claim.holds:
        return _closing(claim, found)
    return _open_answer(claim, found, _proposed(found, text, policy, writer))


def _open_answer(claim: Claim, found: Found, proposed: str | None) -> Reply:
    """Nothing that was done: explained, not ours, or unfinished."""
    if found.asks_whose:
        return told(Intent.QUESTION, found.asks_whose)
    explained = found.explained or ([] if claim.words or claim.against else found.informed)
    if explained and not (found.declined or found.open or found.questions):
        return told(Intent.EXPLAINED, explained)
    elsewhere = found.declined or found.owned_elsewhere or _belongs_elsewhere(found, proposed)
    if elsewhere and found.works:
        return unclear(Code.INTENT_TWO, [*elsewhere, *found.works])
    if elsewhere:
        return replace(told(Intent.DECLINED, elsewhere), executor=proposed)
    if found.never and not found.questions:
        return unclear(Code.INTENT_TWO, [*found.never, *found.under_way])
    return _unfinished(claim, found)


def _belongs_elsewhere(found: Found, proposed: str | None) -> list[str]:
    """Words that hand the matter to a body that is named, beside nothing of one's own work."""
    if proposed and found.passing:
        return found.passing
    own = found.progress or found.future or found.accepted or found.cannot
    named = proposed or found.outside
    return [*found.owner, *found.outside] if named and not own else []


def _closing(claim: Claim, found: Found) -> Reply:
    """The claim holds: is it the work that was done, or is something else said beside it?"""
    if found.declined or found.questions:
        return unclear(Code.INTENT_TWO, [*claim.words, *found.declined, *found.questions])
    if found.explained and not found.works:
        return told(Intent.EXPLAINED, found.explained)
    ahead = [*found.promised, *found.going_on]
    if ahead and not claim.whole:
        return told(Intent.INTERIM, ahead)
    return told(Intent.DONE, claim.words)


def _unfinished(claim: Claim, found: Found) -> Reply:
    """Nothing is closed: asked, accepted, under way, or a person must read it."""
    if found.questions:
        return told(Intent.QUESTION, found.questions)
    under_way = [*found.progress, *found.under_way]
    if under_way:
        return told(Intent.INTERIM, under_way)
    if found.accepted and not claim.words and not found.cannot and not found.undone:
        return told(Intent.ACCEPTED, found.accepted)
    if found.future and not found.cannot:
        return told(Intent.INTERIM, found.future)
    if claim.words or claim.against:
        return unclear(Code.INTENT_TWO, [*claim.words, *claim.against, *claim.doubts])
    return unclear(Code.INTENT_NONE, claim.doubts)


def _proposed(found: Found, text: str, policy: Policy, writer: str | None) -> str | None:
    """The executor named where the letter passes the referral on, if it names only one."""
    others = {code: one for code, one in policy.executors.items() if code != writer}
    parts = [
        one.sentence.text
        for one in found.looks
        if one.of("pass_on", "passed_on", "declined", "owner")
    ]
    for part in (*parts, text):
        named = find_bodies(part, others)
        if len(named) == 1:
            return named[0].code
        if named:
            return None
    return None
