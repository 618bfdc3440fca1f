"""What an operator orders in answer to a letter of ours, by one tap or in free words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailflows.facts import Reply
from mailflows.letter import Letter
from mailflows.policy import Policy
from mailflows.reasons import Code
from mailflows.understanding.bodies import find_bodies
from mailflows.understanding.matters.topic_words import find_topic
from mailflows.understanding.replies.claims import Look, look
from mailflows.understanding.replies.command_objects import TABLE, completed, kind_of, named_leader
from mailflows.understanding.replies.intents import excerpt, told, unclear, until_named, words_of
from mailflows.understanding.replies.numbered import numbered_answers, yes_or_no
from mailflows.understanding.replies.one_tap import Tap, read_tap
from mailflows.understanding.replies.reply_likeness import second_opinion
from mailflows.understanding.replies.several import several
from mailflows.understanding.replies.team import is_held_back, is_one_more
from mailflows.vocabulary import Intent

COMMANDS = tuple(
    Intent(name)
    for name in (
        "do-not-register", "register", "set-topic", "set-kind", "set-executor", "set-executors",
        "add-executor", "recall-executor", "ask-information", "close", "rework",
        "undo", "do-not-extend", "extend", "give-back", "not-consider", "let-withdraw",
        "not-reached", "not-confirmed", "reached", "unreachable", "close-silent", "tell",
        "prepare-answer", "send-answer", "answered", "set-result", "set-mark", "set-leader",
        "done",
    )
)  # fmt: skip
CAREFUL = frozenset(
    {
        Intent.CLOSE, Intent.REACHED, Intent.UNDO, Intent.REGISTER, Intent.UNREACHABLE,
        Intent.CLOSE_SILENT, Intent.TELL, Intent.SEND_ANSWER, Intent.ANSWERED,
    }
)  # fmt: skip
"""Never with a doubt beside."""
OUTWEIGHS = (
    (Intent.DO_NOT_REGISTER, Intent.REGISTER),
    (Intent.REWORK, Intent.SET_EXECUTOR),  # who has it gets it again
    *((Intent.REWORK, one) for one in (Intent.SET_EXECUTORS, Intent.ADD_EXECUTOR)),
    *((Intent.ASK_INFORMATION, one) for one in (Intent.SET_EXECUTOR, Intent.ADD_EXECUTOR)),
    *((Intent.SET_EXECUTORS, one) for one in (Intent.ADD_EXECUTOR, Intent.SET_EXECUTOR)),
    (Intent.ADD_EXECUTOR, Intent.SET_EXECUTOR),
    *((Intent.RECALL_EXECUTOR, one) for one in (Intent.ADD_EXECUTOR, Intent.SET_EXECUTORS)),
    (Intent.RECALL_EXECUTOR, Intent.SET_EXECUTOR),
    (Intent.LET_WITHDRAW, Intent.RECALL_EXECUTOR),
    (Intent.DO_NOT_EXTEND, Intent.EXTEND),
    *((Intent.GIVE_BACK, one) for one in (Intent.REWORK, Intent.UNDO, Intent.SET_EXECUTOR)),
    *((Intent.CLOSE, one) for one in (Intent.REACHED, Intent.NOT_REACHED)),
    *((one, Intent.REACHED) for one in (Intent.NOT_REACHED, Intent.NOT_CONFIRMED)),
    *((Intent.REWORK, one) for one in (Intent.NOT_CONFIRMED, Intent.SEND_ANSWER)),
    *((Intent.NOT_CONSIDER, one) for one in (Intent.REWORK, Intent.DO_NOT_REGISTER)),
    (Intent.CLOSE_SILENT, Intent.CLOSE),
    *((Intent.UNREACHABLE, one) for one in (Intent.CLOSE, Intent.NOT_REACHED)),
    *((Intent.SEND_ANSWER, one) for one in (Intent.SET_EXECUTOR, Intent.CLOSE, Intent.TELL)),
    *((Intent.PREPARE_ANSWER, one) for one in (Intent.SEND_ANSWER, Intent.SET_EXECUTOR)),
    *((Intent.ANSWERED, one) for one in (Intent.CLOSE, Intent.SEND_ANSWER)),
    *((one, Intent.SET_RESULT) for one in COMMANDS if one is not Intent.SET_RESULT),
    (Intent.SET_MARK, Intent.REGISTER),
    *((one, Intent.SET_MARK) for one in (Intent.NOT_CONSIDER, Intent.REWORK, Intent.CLOSE)),
    *(
        (one, Intent.SET_LEADER)
        for one in (Intent.NOT_CONSIDER, Intent.EXTEND, Intent.DO_NOT_EXTEND, Intent.SET_KIND)
    ),
    *((one, Intent.DONE) for one in COMMANDS if one is not Intent.DONE),  # says why
)
_TURNED = (Intent.DO_NOT_REGISTER, Intent.SET_MARK)  # "not" before them is part of what they say
BRIEF = 15  # words of a whole letter: a longer one may tell of a caller
SHORT = 8  # words of a sentence that can be a command
NAME_ALONE = 4  # words in which an executor's name alone is a command


def read_operator(letter: Letter, policy: Policy) -> Reply:
    """Read an operator's command with what it needs: topic, kind, executor, words of the reason.

    Plain ones that go together: see `several`. Two others, a negated or a conditional one are
    unclear. The reason of a rework stands in `words`. Never raises.
    """
    words = words_of(letter)
    tap = read_tap(letter.subject, "o", bare=True)
    if tap and not words.own:
        return _tapped(tap, letter.subject, policy)
    numbered = numbered_answers(words.own)
    if numbered and not tap:
        return _numbered(numbered, policy)
    together = None if tap else several(words.own, lambda part: _short(part, policy))
    if together is not None:
        return together
    looks = look(words.own, TABLE)
    reply = _read(looks, words.own, policy)
    held_back = any(one.code is Code.INTENT_TWO for one in reply.because)  # a command was seen
    held_back = held_back or any(one.sentence.asks for one in looks)
    if reply.intent is Intent.UNCLEAR and not held_back and len(words.own.split()) <= BRIEF:
        like = second_opinion("operator", words.own)
        if like is not None:
            reply = completed(told(like, [excerpt(words.own)]), words.own, policy)
    if reply.intent is Intent.EXTEND:
        reply = until_named(reply, looks, words.day)
    if tap:
        agreed = reply.intent in (tap.intent, Intent.UNCLEAR) and not _doubted(looks)
        if tap.intent in (Intent.REWORK, Intent.ASK_INFORMATION):
            return replace(_tapped(tap, letter.subject, policy), words=words.own)
        return _tapped(tap, letter.subject, policy) if agreed else unclear(Code.INTENT_TWO)
    return reply


def begins_with_command(letter: Letter, *, told: bool) -> bool:
    """Whether the first sentence of the new words is a command, not the story of a caller.

    `told`: the letter answers something or cites a number; without it only a one-tap subject is
    a command, because a caller may well ask that something be closed or registered.
    """
    if read_tap(letter.subject, "o", bare=True):
        return True
    if told and numbered_answers(words_of(letter).own):
        return True
    first = look(words_of(letter).own[:300], TABLE)[:1]
    return told and any(
        hit.start <= 1 and len(one.sentence.words) <= SHORT
        for one in first
        for hit in one.of(*COMMANDS)
    )


def _numbered(found: Sequence[tuple[int, str]], policy: Policy) -> Reply:
    """Each answer by itself; one that is unclear stays so, the others can be carried out."""
    answers = tuple((number, _short(words, policy)) for number, words in found)
    if all(one.intent is Intent.UNCLEAR for _, one in answers):
        return unclear(Code.INTENT_NONE)
    said = [f"{number} {words}" for number, words in found]
    return replace(told(Intent.NUMBERED, said), numbered=answers)


def _short(words: str, policy: Policy) -> Reply:
    bare = yes_or_no(words)
    if bare is not None:
        return Reply(bare)
    looks = look(words, TABLE)
    return _read(looks, words, policy)


def _tapped(tap: Tap, subject: str, policy: Policy) -> Reply:
    reply = told(tap.intent, [subject], Code.INTENT_SUBJECT)
    return completed(reply, tap.argument, policy)


def _read(looks: Sequence[Look], text: str, policy: Policy) -> Reply:
    orders = {
        Intent(hit.group): one
        for one in reversed(looks)
        for hit in one.of(*COMMANDS)
        if hit.group != Intent.DONE or not one.negated(hit)
    }
    shown = [hit.words for one in looks for hit in one.of(*COMMANDS)]
    returned = _given_back(looks, text, policy)
    if not (orders or returned) and sum(len(one.sentence.words) for one in looks) <= NAME_ALONE:
        return _named_alone(looks, text, policy)
    if returned and Intent.UNDO not in orders:
        orders[Intent.REWORK] = returned
    if any(one.of("things") for one in looks):
        orders.pop(Intent.CLOSE, None)  # a manhole is to be closed, not an appeal
    _together(orders, text, policy)
    for stronger, weaker in OUTWEIGHS:
        if stronger in orders:
            orders.pop(weaker, None)
    readings = [_order(intent, where, looks, text, policy) for intent, where in orders.items()]
    by_intent = {one.intent: one for one in readings}  # two cues may say the same: to the mayor
    clear = [one for one in by_intent.values() if one.intent is not Intent.UNCLEAR]
    if len(clear) == 1 and all(one.intent not in CAREFUL for one in clear):
        return replace(clear[0], because=told(clear[0].intent, shown).because)
    if len(readings) == 1:
        return readings[0] if clear else unclear(Code.INTENT_TWO, shown)
    return unclear(Code.INTENT_TWO if orders else Code.INTENT_NONE, shown)


def _named_alone(looks: Sequence[Look], text: str, policy: Policy) -> Reply:
    """A kind or an executor with no command beside it."""
    if any(one.sentence.asks for one in looks):
        return unclear(Code.INTENT_NONE)
    kind = kind_of(text)
    if kind:
        return completed(told(Intent.SET_KIND, [text]), text, policy)
    if is_held_back(text, policy.executors):
        return unclear(Code.INTENT_TWO)
    one_more = Intent.ADD_EXECUTOR if is_one_more(text) else Intent.SET_EXECUTOR
    return completed(Reply(one_more), text, policy)


def _together(orders: dict[Intent, Look], text: str, policy: Policy) -> None:
    """An executor and a further one in one letter are a team; further ones alone join it."""
    both = {Intent.SET_EXECUTOR, Intent.ADD_EXECUTOR} <= orders.keys()
    if both and len(find_bodies(text, policy.executors)) > 1:
        orders.setdefault(Intent.SET_EXECUTORS, orders[Intent.SET_EXECUTOR])


def _given_back(looks: Sequence[Look], text: str, policy: Policy) -> Look | None:
    """The sentence that gives the work back: to a body, or with what was not done."""
    back = next((one for one in looks if one.of("return")), None)
    if back is None or back.sentence.asks or any(one.of("hold", "condition") for one in looks[:1]):
        return None
    beside = find_bodies(text, policy.executors) or any(one.of("reason") for one in looks)
    return back if beside else None


def _order(intent: Intent, where: Look, looks: Sequence[Look], text: str, policy: Policy) -> Reply:
    """One command, unclear when it is asked, negated, held back or without its object."""
    hits = where.of(intent) or where.of("return")
    negated = any(where.negated(hit) for hit in hits)
    asks = where.sentence.asks and not (intent is Intent.ASK_INFORMATION and hits[0].start <= 1)
    if asks or (negated and intent not in _TURNED):
        return unclear(Code.INTENT_TWO, [hit.words for hit in hits])
    long = sum(len(one.sentence.words) for one in looks) > SHORT  # may tell what was confirmed
    if intent in CAREFUL and (_doubted(looks) or (intent is Intent.REACHED and long)):
        return unclear(Code.INTENT_TWO, [hit.words for hit in hits])
    if intent is Intent.SET_EXECUTOR and not find_bodies(text, policy.executors):
        leader = named_leader(text, policy)  # given to a leader by his name
        intent = Intent.SET_LEADER if leader else intent
    if intent is Intent.SET_TOPIC:
        rest = " ".join(where.sentence.words[hits[-1].end :])
        text = rest if find_topic(rest, policy) else where.sentence.text
    return completed(told(intent, [hit.words for hit in hits]), text, policy)


def _doubted(looks: Sequence[Look]) -> bool:
    """Whether something in the letter holds the command back."""
    held = ("hold", "condition", "future", "to_come", "adversative", "partial", "unsure")
    return any(one.sentence.asks or one.of(*held) for one in looks)
