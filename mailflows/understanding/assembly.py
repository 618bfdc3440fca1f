"""Everything that can be known of a letter, put together from the readers of this room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from mailflows.facts import Applicant, Facts, Matter, Place, Reply, Tie
from mailflows.letter import Letter
from mailflows.policy import Policy
from mailflows.reasons import Code, Reason
from mailflows.rules.authenticity import judge
from mailflows.understanding.labelled.form import FormReading, is_empty_form, read_form
from mailflows.understanding.labelled.note import Caller, read_note
from mailflows.understanding.matters.matter import Beside, read_matters
from mailflows.understanding.matters.topic_words import find_topic
from mailflows.understanding.people.applicant import find_applicant
from mailflows.understanding.replies.citizen_intent import read_citizen
from mailflows.understanding.replies.cover import only_points
from mailflows.understanding.replies.executor_intent import read_executor
from mailflows.understanding.replies.leader_intent import read_leader
from mailflows.understanding.replies.one_tap import is_passed_on
from mailflows.understanding.replies.operator_intent import begins_with_command, read_operator
from mailflows.understanding.robots import Verdict, find_robot, tells_absence
from mailflows.understanding.roles import Writer, find_writer
from mailflows.understanding.ties import answered_number, find_ties
from mailflows.vocabulary import Authenticity, Channel, Intent, Kind, Regime, Robot, Role, TieKind

EXECUTORS = frozenset({Role.EXECUTOR, Role.EXECUTOR_EMPLOYEE})
SURE_TIES = frozenset({TieKind.SIGNED_ADDRESS, TieKind.MESSAGE_ID})
WITHOUT_MATTER = frozenset({Robot.BOUNCE, Robot.AUTO_REPLY, Robot.LIST, Robot.EMPTY})
DOCUMENT_WORDS = 20_000  # characters of documents that are read as the words of a letter

Value = TypeVar("Value")


@dataclass(slots=True)
class _Faults:
    """Readers that failed: each gives its modest value, and the fault is told in the facts."""

    told: dict[str, str] = field(default_factory=dict)

    def guard(self, name: str, read: Callable[[], Value], modest: Value) -> Value:
        """What a reader says, or the modest value when it breaks."""
        try:
            return read()
        except Exception as fault:  # a broken reader must not lose the letter
            self.told[f"fault-{name}"] = type(fault).__name__
            return modest


def understand(letter: Letter, policy: Policy) -> Facts:
    """The facts of a letter: who, whether surely he, a machine or not, ties, matters, reply.

    Pure and needs no store. Never raises: a reader that breaks gives its modest value (an
    outsider, not authentic, unclear, an appeal of unknown topic) and is named in `extra`.
    """
    faults = _Faults()
    guard = faults.guard
    writer = guard("role", lambda: find_writer(letter, policy), Writer(Role.OUTSIDER))
    authentic = guard("authenticity", lambda: judge(letter, policy), Authenticity.FAILED)
    no_ties: tuple[Tie, ...] = ()
    ties = guard("ties", lambda: find_ties(letter, policy), no_ties)
    no_robot: Verdict = None
    verdict = guard("robot", lambda: find_robot(letter, writer.role, bool(ties)), no_robot)
    facts = Facts(
        letter=letter,
        role=writer.role,
        authenticity=authentic,
        executor=writer.executor,
        person=writer.person,
        weak_address=writer.weak,
        robot=verdict[0] if verdict else None,
        robot_because=verdict[1] if verdict else None,
        ties=ties,
        extra=faults.told,
    )
    if writer.role is Role.FORM:
        return _form(facts, policy, faults)
    if writer.role is Role.OPERATOR and facts.robot is None:
        return _operator(facts, policy, faults)
    return _letter(facts, policy, faults)


def _form(facts: Facts, policy: Policy, faults: _Faults) -> Facts:
    """A form of the site: its fields, else its words."""
    nothing: FormReading | None = None
    form = faults.guard("form", lambda: read_form(facts.letter, policy), nothing)
    channel = Channel.WEB_FORM
    if form is None and faults.guard("form", lambda: is_empty_form(facts.letter, policy), False):
        because = Reason(Code.EMPTY_ROBOT, {"header": "From"})
        return replace(facts, channel=channel, robot=Robot.EMPTY, robot_because=because)
    if form is None:
        matters = _matters(facts.letter, policy, faults, channel)
        matters = tuple(replace(one, applicant=_without_robot(one, facts)) for one in matters)
        return replace(facts, form=True, channel=channel, matters=matters)
    words = f"{form.topic_hint or ''} {form.subject or ''}"
    hint = faults.guard("topic-hint", lambda: find_topic(words, policy), None)
    matters = faults.guard(
        "matter",
        lambda: read_matters(
            form.text,
            f"{facts.letter.subject}\n{form.subject or form.topic_hint or ''}",
            form.applicant,
            form.place,
            policy,
            Beside(
                topic_hint=hint,
                kind_hint=form.kind_hint,
                channel=channel,
                attached=bool(facts.letter.documents),
                about_author=form.category or "",
            ),
        ),
        (_modest(form.text, form.applicant, form.place),),
    )
    return replace(facts, form=True, channel=channel, matters=matters)


def _operator(facts: Facts, policy: Policy, faults: _Faults) -> Facts:
    """An operator: a command if he answers us or begins with one, a note if he tells of a caller.

    An answer that holds no command may still be a note, written under an old letter of ours.
    """
    letter = facts.letter
    answers = any(tie.kind in SURE_TIES for tie in facts.ties)
    said = facts.ties or letter.is_reply
    own = _by_himself(facts)
    begins = faults.guard("command", lambda: begins_with_command(own, told=bool(said)), False)
    reply = _reply(facts, policy, faults) if answers or begins else None
    if reply is not None and reply.intent is not Intent.UNCLEAR:
        return replace(facts, reply=reply)
    nobody: list[Caller] = []
    callers = faults.guard("note", lambda: list(read_note(letter, policy)), nobody)
    if callers and (not facts.ties or any(_tells_of_somebody(one) for one in callers)):
        matters = tuple(
            matter for one in callers for matter in _caller(one, letter, policy, faults)
        )
        return replace(facts, note=True, channel=Channel.TELEPHONE, matters=matters)
    if facts.ties:
        return replace(facts, reply=reply or _reply(facts, policy, faults))
    return replace(facts, matters=_matters(letter, policy, faults, Channel.E_MAIL))


def _tells_of_somebody(caller: Caller) -> bool:
    """Whether a note names a caller: words under an old number alone are no new appeal."""
    who = caller.applicant
    return bool(who.name or who.phone or who.street or caller.unnamed)


def _caller(caller: Caller, letter: Letter, policy: Policy, faults: _Faults) -> tuple[Matter, ...]:
    """The matters of one caller in a note."""
    return faults.guard(
        "matter",
        lambda: read_matters(
            caller.text,
            letter.subject if caller.text else "",
            caller.applicant,
            caller.place,
            policy,
            Beside(
                channel=Channel.TELEPHONE,
                attached=bool(letter.documents),
                about_author=caller.about,
            ),
        ),
        (_modest(caller.text, caller.applicant, caller.place),),
    )


def _letter(facts: Facts, policy: Policy, faults: _Faults) -> Facts:
    """A letter of anybody else: a reply by the writer's role, and what it asks if it is none.

    A tied letter of an applicant is read both ways: only the store knows whether the number is
    his, and new danger is danger in a reply too.
    """
    reply = _reply(facts, policy, faults) if _may_reply(facts) else None
    known = facts.role in EXECUTORS or facts.role is Role.LEADER
    read = facts.robot not in WITHOUT_MATTER and not (known and facts.ties)
    matters = _matters(facts.letter, policy, faults, Channel.E_MAIL) if read else ()
    return replace(facts, reply=reply, matters=matters)


def _may_reply(facts: Facts) -> bool:
    """Whether the letter is read as a reply at all.

    An executor's employee who writes without a tie and without answering may be a citizen.
    """
    if facts.role in (Role.EXECUTOR, Role.LEADER):
        return facts.robot is not Robot.BOUNCE
    if facts.robot in (Robot.BOUNCE, Robot.EMPTY):
        return False
    if facts.role is Role.EXECUTOR_EMPLOYEE:
        return bool(facts.ties) or facts.letter.is_reply
    return facts.role is Role.OUTSIDER and bool(facts.ties) and facts.robot is None


def _reply(facts: Facts, policy: Policy, faults: _Faults) -> Reply:
    """What the reply wants, by the writer's role, with the number it answers."""
    letter, role = _by_himself(facts), facts.role
    readers: dict[Role, Callable[[], Reply]] = {
        Role.LEADER: lambda: read_leader(letter, policy),
        Role.OPERATOR: lambda: read_operator(letter, policy),
        Role.OUTSIDER: lambda: read_citizen(letter),
    }
    reader = readers.get(role, lambda: read_executor(letter, policy, facts.executor))
    reply = faults.guard("reply", reader, Reply(Intent.UNCLEAR))
    number = faults.guard("number", lambda: answered_number(facts.letter, facts.ties, policy), None)
    if facts.robot is Robot.AUTO_REPLY:
        intent = Intent.ABSENT if tells_absence(letter) else Intent.ACCEPTED
        reply = Reply(intent, because=reply.because)
    return replace(reply, number=number)


def _by_himself(facts: Facts) -> Letter:
    """The letter without a one-tap subject that he did not send by a link of ours.

    Who answers a letter of ours may have its subject; without such a tie a subject behind
    "Re:" is a stranger's.
    """
    sure = any(tie.kind in SURE_TIES for tie in facts.ties)
    passed_on = not sure and is_passed_on(facts.letter.subject)
    return replace(facts.letter, subject="") if passed_on else facts.letter


def _matters(
    letter: Letter, policy: Policy, faults: _Faults, channel: Channel
) -> tuple[Matter, ...]:
    """The matters of a letter in plain words; documents speak when the letter itself does not."""
    address = letter.sender.address if letter.sender else None
    modest = (Applicant(email=address or None), Place())

    def found() -> tuple[Applicant, Place]:
        applicant, place, _ = find_applicant(letter, policy)
        return applicant, place

    applicant, place = faults.guard("applicant", found, modest)

    def read(text: str) -> tuple[Matter, ...]:
        return faults.guard(
            "matter",
            lambda: read_matters(
                text,
                letter.subject,
                applicant,
                place,
                policy,
                Beside(
                    channel=channel,
                    attached=bool(letter.documents),
                    about_author=letter.signature,
                ),
            ),
            (_modest(text, applicant, place),),
        )

    own, documents = _own_words(letter), _words_of_documents(letter)
    if documents and only_points(own):
        return read(f"{own}\n\n{documents}".strip())
    matters = read(own)
    silent = all(not (one.topic or one.emergency) for one in matters)
    return read(f"{own}\n\n{documents}".strip()) if silent and documents else matters


def _own_words(letter: Letter) -> str:
    """The letter's own words with those that it passes on."""
    forwarded = letter.forwarded.text if letter.forwarded else ""
    return "\n\n".join(part.strip() for part in (letter.text, forwarded) if part.strip())


def _words_of_documents(letter: Letter) -> str:
    """The words of all documents, as much of them as is read for a matter."""
    return "\n\n".join(one.text for one in letter.documents if one.text.strip())[:DOCUMENT_WORDS]


def _without_robot(matter: Matter, facts: Facts) -> Applicant:
    """The applicant of an unreadable form: never the form's own address."""
    sender = facts.letter.sender
    own = sender is not None and matter.applicant.email == sender.address
    return replace(matter.applicant, email=None) if own else matter.applicant


def _modest(text: str, applicant: Applicant, place: Place) -> Matter:
    """A matter of which nothing is understood: a person will."""
    return Matter(applicant, Kind.APPLICATION, Regime.APPEAL, None, text, place)
