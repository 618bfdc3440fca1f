"""Why something was decided: a code from a closed list with the facts that led to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mailflows.vocabulary import Intent


class Code(StrEnum):
    """Every reason the program can give; its sentence stands in templates/uk/reasons.toml."""

    # which way the letter went
    DELIVERY_REPORT = "delivery-report"
    AUTO_REPLY_HEADER = "auto-reply-header"
    AUTO_REPLY_WORDS = "auto-reply-words"
    FORM_SENDER = "form-sender"
    FORM_MAILBOX = "form-mailbox"
    EXECUTOR_ADDRESS = "executor-address"
    EXECUTOR_EMPLOYEE = "executor-employee"
    LEADER_ADDRESS = "leader-address"
    OPERATOR_COMMAND = "operator-command"
    OPERATOR_NOTE = "operator-note"
    KNOWN_NUMBER = "known-number"
    MAILING_LIST = "mailing-list"
    ADVERTISING = "advertising"
    EMPTY_ROBOT = "empty-robot"
    OWN_LETTER = "own-letter"
    NEW_APPEAL = "new-appeal"
    DOUBTFUL_APPEAL = "doubtful-appeal"
    SECOND_DELIVERY = "second-delivery"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"
    # what the letter says
    TOPIC_WORDS = "topic-words"
    TOPIC_UNCLEAR = "topic-unclear"
    TOPIC_FROM_FORM = "topic-from-form"
    KIND_WORDS = "kind-words"
    EMERGENCY_WORDS = "emergency-words"
    EMERGENCY_OUTAGE = "emergency-outage"
    NOT_EMERGENCY = "not-emergency"
    INTENT_WORDS = "intent-words"
    INTENT_TWO = "intent-two"
    INTENT_NONE = "intent-none"
    INTENT_SUBJECT = "intent-subject"
    # what was done with it
    REFERRED_BY_TOPIC = "referred-by-topic"
    COMPLAINT_NOT_REFERRED = "complaint-not-referred"
    REGIME_NOT_REFERRED = "regime-not-referred"
    ASKED_OPERATOR = "asked-operator"
    DATA_MISSING = "data-missing"
    ALERT_RAISED = "alert-raised"
    ALERT_JOINED = "alert-joined"
    ACKNOWLEDGEMENT_WITHHELD = "acknowledgement-withheld"
    NOT_AUTHENTIC = "not-authentic"
    NOT_TIED = "not-tied"
    NOT_THIS_EXECUTOR = "not-this-executor"
    OUTSIDER_WITH_NUMBER = "outsider-with-number"
    CLAIM_RECORDED = "claim-recorded"
    PART_CLAIMED = "part-claimed"
    DECLINED_BEFORE = "declined-before"
    DECLINED_AGAIN = "declined-again"
    RECALLED = "recalled"
    INQUIRY_MADE = "inquiry-made"
    INQUIRY_ANSWERED = "inquiry-answered"
    INTERIM_KEPT = "interim-kept"
    SERVED_BY_TELEPHONE = "served-by-telephone"
    CONFIRMED_BY_APPLICANT = "confirmed-by-applicant"
    CLOSED_BY_OPERATOR = "closed-by-operator"
    REOPENED = "reopened"
    REWORK_ORDERED = "rework-ordered"
    STATE_UNCHANGED = "state-unchanged"
    UNDONE = "undone"
    NOT_POSSIBLE = "not-possible"
    SUPPLEMENTED = "supplemented"
    FALLEN_DUE = "fallen-due"
    MARK_PROPOSED = "mark-proposed"
    MARK_SET = "mark-set"
    COMPLAINED_OF = "complained-of"
    LATE_COMPLAINT = "late-complaint"
    NOT_TO_ITS_SUBJECT = "not-to-its-subject"
    LEADER_CONSIDERS = "leader-considers"
    LEADER_CHARGED = "leader-charged"
    NOT_SERVED = "not-served"
    PERSON_DECIDES = "person-decides"
    ALERT_CAPPED = "alert-capped"
    TERM_OF_LAW = "term-of-law"
    TERM_EXTENDED = "term-extended"
    TERM_OF_EXECUTOR = "term-of-executor"
    CALL_AGAIN = "call-again"
    RETURNED_AGAIN = "returned-again"
    RETURNED_TO_AUTHOR = "returned-to-author"
    NOT_CONSIDERED = "not-considered"
    WITHDRAWN_BY_AUTHOR = "withdrawn-by-author"
    COMPLETED_BY_AUTHOR = "completed-by-author"
    FORMAL_ANSWER = "formal-answer"
    TOLD_ON_WORD = "told-on-word"
    ANSWER_OWED = "answer-owed"
    ANSWER_IN_WRITING = "answer-in-writing"
    ANSWER_UNCERTAIN = "answer-uncertain"
    ANSWER_SENT = "answer-sent"
    ANSWER_ON_PAPER = "answer-on-paper"
    ANSWERED_OUTSIDE = "answered-outside"
    UNREACHABLE = "unreachable"
    RESULT_SET = "result-set"
    RATED = "rated"
    TERM_ANEW = "term-anew"
    EXTENSION_ASKED = "extension-asked"
    EXTENSION_DECIDED = "extension-decided"


@dataclass(frozen=True, slots=True)
class Reason:
    """A code with the facts that led to it; facts are words of the letter, numbers and names."""

    code: Code
    facts: Mapping[str, str] = field(default_factory=dict)


def not_possible(intent: Intent, why: str, **about: str) -> Reason:
    """Why a command is not carried out.

    `why` is a word of templates/uk/words.toml; `about` names what stands in the way by its kind:
    state, holder (an executor), sign, leader, or its name as written. What is "" is not told.
    """
    told = {key: str(value) for key, value in about.items() if value}
    return Reason(Code.NOT_POSSIBLE, {"intent": intent.value, "why": why, **told})
