"""What an applicant's answer to a letter of ours wants."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailflows.data import load
from mailflows.facts import Reply
from mailflows.letter import Letter
from mailflows.reasons import Code
from mailflows.understanding.replies.claims import Claim, Look, look, weigh
from mailflows.understanding.replies.intents import (
    Words,
    excerpt,
    from_document,
    told,
    unclear,
    words_of,
)
from mailflows.understanding.replies.one_tap import read_tap, strip_number
from mailflows.understanding.replies.rating import Rating, read_rating
from mailflows.understanding.replies.reply_likeness import second_opinion
from mailflows.understanding.words.cues import Hit, plain, work_forms
from mailflows.vocabulary import Intent

TABLE = "intents_citizen"
_WEAK = frozenset({Intent.UNCLEAR, Intent.ADDITION})  # readings for want of a better one
_WORK = frozenset({"vouched_work", "state", "deed", "confirmed"})
_QUOTED = re.compile('["\u00ab\u201c\u201e](\\w{3,20})["\u00bb\u201d]')
ENOUGH = 4  # words that may be an addition when nothing else is said


def read_citizen(letter: Letter) -> Reply:
    """Read an applicant's letter that answers one of ours.

    What he says is over counts as a confirmation only with no word against it. Never raises.
    """
    words = words_of(letter)
    tap = read_tap(letter.subject, "a")
    marked = tap is not None and tap.intent is Intent.RATED
    rating = read_rating(f"{strip_number(letter.subject)}\n{words.own}" if marked else words.own)
    if rating is not None:
        return _rated(rating, words)
    if tap and not words.own and not marked:
        return told(tap.intent, [letter.subject], Code.INTENT_SUBJECT)
    text = words.own or words.documents
    said = f"{strip_number(letter.subject)}.\n{text}" if tap else text
    reply = _plain_reading(said, words, told_of_result=_told_of_result(letter))
    if tap:
        agrees = reply.intent in (tap.intent, Intent.ADDITION)
        by_subject = told(tap.intent, [letter.subject], Code.INTENT_SUBJECT)
        return by_subject if agrees else unclear(Code.INTENT_TWO, [letter.subject, reply.intent])
    return reply if words.own else from_document(reply)


def _rated(rating: Rating, words: Words) -> Reply:
    """The mark; what is said besides it is read as said of a result, courtesies add nothing."""
    alone = replace(told(Intent.RATED, [str(rating.mark)]), rating=rating.mark)
    if not rating.rest:
        return alone
    besides = _plain_reading(rating.rest, replace(words, own=rating.rest), told_of_result=True)
    return alone if besides.intent is Intent.THANKS else replace(besides, rating=rating.mark)


def _plain_reading(text: str, words: Words, *, told_of_result: bool) -> Reply:
    """What words say; where rules find little, what known replies in like words want."""
    looks = [_vouching(one) for one in look(text, TABLE)]
    reply = _read(looks, words, told_of_result)
    unseen = [hit.words for one in looks for hit in one.of("unseen")]
    if unseen and told_of_result and reply.intent in (*_WEAK, Intent.CONFIRMED, Intent.DISPUTED):
        return reply if reply.intent is Intent.DISPUTED else unclear(Code.INTENT_TWO, unseen)
    read = Intent.UNCLEAR if reply.intent in _WEAK else reply.intent
    like = second_opinion("citizen", text, read)
    if like is None:
        return reply
    return unclear(Code.INTENT_TWO) if like is Intent.UNCLEAR else told(like, [excerpt(text)])


def _told_of_result(letter: Letter) -> bool:
    """Whether he answers a letter about a result, as far as subject and quotation show."""
    seen = plain(f"{letter.subject}\n{letter.quoted[:3000]}")
    return any(plain(word) in seen for word in load(TABLE)["results"]["words"])


def _read(looks: Sequence[Look], words: Words, told_of_result: bool) -> Reply:
    said = _Said(looks)
    if said.withdrawn:
        clash = said.denied or said.asks
        shown = [*said.withdrawn, *said.denied]
        return unclear(Code.INTENT_TWO, shown) if clash else told(Intent.WITHDRAWN, shown)
    claim = _claim(looks, said, told_of_result)
    if said.status and not (told_of_result or claim.words):
        return told(Intent.STATUS, said.status)
    against = [*said.denied, *(said.against_result if told_of_result else [])]
    if against:
        return told(Intent.DISPUTED, against)
    if said.closing and (said.own_deed or not claim.words):
        return told(Intent.WITHDRAWN, said.closing)
    if claim.words:
        return _claimed(claim, said, told_of_result)
    return _rest(looks, words, said, told_of_result)


def _claim(looks: Sequence[Look], said: _Said, told_of_result: bool) -> Claim:
    """The claim that all is well; deeds and states count as an answer to a result, or thanked."""
    groups = ("state", "deed", "gone") if told_of_result or said.thanks else ()
    return weigh(looks, groups, "confirmed")


def _claimed(claim: Claim, said: _Said, told_of_result: bool) -> Reply:
    """Something is said to be well: wholly, with a but, or beside a question."""
    shown = [*claim.words, *claim.against, *claim.doubts]
    outweighed = said.own_deed or said.asks or (said.waits and not claim.whole)
    if claim.holds and not outweighed:
        return told(Intent.CONFIRMED, claim.words)
    against = said.badly or (claim.against and said.negations)
    if against and told_of_result and not said.asks:
        return told(Intent.DISPUTED, shown)
    if said.status and said.asks and not claim.whole:
        return told(Intent.STATUS, said.status)
    return unclear(Code.INTENT_TWO, [*shown, *said.own_deed])


def _rest(looks: Sequence[Look], words: Words, said: _Said, told_of_result: bool) -> Reply:
    """Nothing on the result: a question how it stands, thanks, further data, or for a person."""
    if said.status:
        return told(Intent.STATUS, said.status)
    if said.asks or said.vouched:
        return unclear(Code.INTENT_NONE, [*said.vouched, *said.addition])
    count = sum(len(one.sentence.words) for one in looks)
    if said.thanks and not (said.addition or words.attached) and not said.still:
        return told(Intent.THANKS, said.thanks)
    if said.addition or words.attached or (count >= ENOUGH and not told_of_result):
        return told(Intent.ADDITION, said.addition)
    return unclear(Code.INTENT_NONE)


def _vouching(one: Look) -> Look:
    """The look with a bare "I confirm" as a confirmation, if it is the work that he confirms.

    "I confirm the receipt of your letter" closes nothing: what he vouches for has to be named
    as the work, or nothing more is said. A letter received is no deed either.
    """
    other = {at for hit in one.of("vouched_else") for at in range(hit.start, hit.end)}
    kept = [hit for hit in one.hits if hit.group != "deed" or hit.start not in other]
    work = not other and any(hit.group in _WORK for hit in kept)
    hits = [
        replace(hit, group="confirmed")
        if hit.group == "vouched" and (work or _stands_alone(hit, one))
        else hit
        for hit in kept
    ]
    return replace(one, hits=tuple(hits))


def _stands_alone(vouched: Hit, one: Look) -> bool:
    """Whether nothing but courtesies follow in the sentence."""
    beside = {at for hit in one.of("vouched_bare", "thanks") for at in range(hit.start, hit.end)}
    beside |= one.skip
    words = list(enumerate(one.sentence.words))[vouched.end :]
    return all(at in beside or not word[0].isalnum() for at, word in words)


class _Said:
    """The words of each group in a letter."""

    def __init__(self, looks: Sequence[Look]) -> None:
        def all_of(*groups: str) -> list[str]:
            return [hit.words for one in looks for hit in one.of(*groups)]

        self.withdrawn = [hit.words for one in looks for hit in one.plainly("withdrawn")]
        self.vouched = all_of("vouched")
        self.closing = [hit.words for one in looks for hit in one.plainly("withdrawn_weak")]
        self.denied = all_of("denied") + _undone(looks)
        self.badly = all_of("quality")
        self.still = all_of("still")
        self.status = all_of("status")
        self.addition = all_of("addition")
        self.thanks = all_of("thanks")
        self.waits = all_of("reception")
        self.own_deed = all_of("own_deed")
        mocked = [word for one in looks for word in _mocked(one)]
        left = [one.sentence.text[-60:] for one in looks if _what_about(one)]
        self.against_result = [*self.still, *self.badly, *mocked, *left]
        self.asks = any(one.sentence.asks for one in looks)
        self.negations = [word for one in looks for word in one.negations()]


def _mocked(one: Look) -> list[str]:
    """Words for the work in quotation marks: he does not call it that himself."""
    inside = [plain(part) for part in _QUOTED.findall(one.sentence.text)]
    return [word for word in inside if word in work_forms()]


def _what_about(one: Look) -> bool:
    """Whether a question sets something against what was done: "the lamp is mended, the pole?"."""
    deeds = [hit for hit in one.of("deed", "confirmed") if hit.end < len(one.sentence.words)]
    opposed = load("intents")["marks"]["opposing_words"]
    return one.sentence.asks and any(one.sentence.words[hit.end] in opposed for hit in deeds)


def _undone(looks: Sequence[Look]) -> list[str]:
    """Deeds with the negation directly before them."""
    return [
        f"{one.sentence.words[hit.start - 1]} {hit.words}"
        for one in looks
        for hit in one.of("deed")
        if hit.start and one.sentence.words[hit.start - 1] in one.negations()
    ]
