"""The closed lists of the clerk's words; their values go to the database unchanged."""

from __future__ import annotations

from enum import StrEnum


class Flow(StrEnum):
    """Which way a letter takes; the order of judgement is `mailflows.decide.FLOWS`."""

    BOUNCE = "bounce"
    WEB_FORM = "web-form"
    AUTO_REPLY = "auto-reply"
    EXECUTOR_REPLY = "executor-reply"
    LEADER_REPLY = "leader-reply"
    OPERATOR_REPLY = "operator-reply"
    FOLLOW_UP = "follow-up"
    PHONE_NOTE = "phone-note"
    NOT_APPEAL = "not-appeal"
    CITIZEN_MAIL = "citizen-mail"
    SUPPLEMENT = "supplement"
    SET_ASIDE = "set-aside"
    TIMED = "timed"


class Outcome(StrEnum):
    """The one final outcome of a letter in the ledger (design: the ledger)."""

    REGISTERED = "registered"
    ATTACHED = "attached"
    REPLY = "reply"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    NOT_APPEAL = "not-appeal"
    DUPLICATE_DELIVERY = "duplicate-delivery"
    CONSULTATION = "consultation"
    TOO_LARGE = "too-large"
    SET_ASIDE = "set-aside"


class Role(StrEnum):
    """Who wrote, judged by the registered addresses alone."""

    OUTSIDER = "outsider"
    EXECUTOR = "executor"
    EXECUTOR_EMPLOYEE = "executor-employee"  # the domain is known, the address is not
    LEADER = "leader"
    OPERATOR = "operator"
    FORM = "form"
    OURSELVES = "ourselves"


class Kind(StrEnum):
    """Kind of an appeal (Law 393/96-VR, art. 3)."""

    PROPOSAL = "proposal"
    APPLICATION = "application"
    COMPLAINT = "complaint"


class Regime(StrEnum):
    """Which law's clock an appeal runs by."""

    APPEAL = "appeal"
    INFORMATION_REQUEST = "information-request"
    DEPUTY_APPEAL = "deputy-appeal"
    PETITION = "petition"
    ADMINISTRATIVE = "administrative"


class Channel(StrEnum):
    """How an appeal came (classifier, group 1)."""

    E_MAIL = "e-mail"
    WEB_FORM = "web-form"
    TELEPHONE = "telephone"


class AppealState(StrEnum):
    """Where an appeal stands (design: what happens to an appeal)."""

    REGISTERED = "registered"
    IN_WORK = "in-work"
    IN_CHECK = "in-check"
    CLOSED = "closed"
    FORWARDED = "forwarded"
    RETURNED = "returned"
    NOT_CONSIDERED = "not-considered"
    WITHDRAWN = "withdrawn"
    CONSULTATION = "consultation"


class ReferralState(StrEnum):
    """Where a referral stands; overdue and unserved are facts with dates, not states."""

    QUEUED = "queued"
    SENT = "sent"
    ACCEPTED = "accepted"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    DECLINED = "declined"
    RECALLED = "recalled"
    ANSWERED = "answered"  # an inquiry has its answer: nothing was to be done, nothing is claimed


class AlertState(StrEnum):
    """Where an alert stands: nobody has answered, somebody has, the danger is over."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class Intent(StrEnum):
    """What a reply wants; `unclear` is always allowed and goes to a person."""

    ACCEPTED = "accepted"
    DONE = "done"
    EXPLAINED = "explained"
    DECLINED = "declined"
    EXTENSION = "extension"
    QUESTION = "question"
    INTERIM = "interim"
    ABSENT = "absent"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    RESOLUTION = "resolution"
    REGISTER = "register"
    DO_NOT_REGISTER = "do-not-register"
    SET_TOPIC = "set-topic"
    SET_KIND = "set-kind"
    SET_EXECUTOR = "set-executor"
    SET_EXECUTORS = "set-executors"  # the first one leads
    ADD_EXECUTOR = "add-executor"
    RECALL_EXECUTOR = "recall-executor"
    ASK_INFORMATION = "ask-information"
    CLOSE = "close"
    REWORK = "rework"
    UNDO = "undo"
    EXTEND = "extend"
    DO_NOT_EXTEND = "do-not-extend"
    GIVE_BACK = "give-back"
    NOT_CONSIDER = "not-consider"
    LET_WITHDRAW = "let-withdraw"
    SET_MARK = "set-mark"
    SET_LEADER = "set-leader"
    REACHED = "reached"
    NOT_REACHED = "not-reached"
    NOT_CONFIRMED = "not-confirmed"
    UNREACHABLE = "unreachable"
    CLOSE_SILENT = "close-silent"
    NUMBERED = "numbered"  # several answers, each with the number of its question
    YES = "yes"
    NO = "no"
    TELL = "tell"
    PREPARE_ANSWER = "prepare-answer"
    SEND_ANSWER = "send-answer"
    ANSWERED = "answered"
    SET_RESULT = "set-result"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    ADDITION = "addition"
    STATUS = "status"
    WITHDRAWN = "withdrawn"
    RATED = "rated"
    THANKS = "thanks"
    UNCLEAR = "unclear"


class Purpose(StrEnum):
    """What an executor has a referral for."""

    LEAD = "lead"  # does the work, gathers what the others did and answers for all
    TOGETHER = "together"  # does his part
    INFORMATION = "information"  # is asked for information or documents only


class Ground(StrEnum):
    """Why an appeal is not considered (393/96-VR art. 8; the last one art. 17)."""

    ANONYMOUS = "anonymous"
    REPEATED = "repeated"
    INCAPABLE = "incapable"
    LATE_COMPLAINT = "late-complaint"


class Sign(StrEnum):
    """How an appeal stands to earlier ones (classifier, group 2; Instruction 348)."""

    FIRST = "first"
    REPEATED = "repeated"  # the same matter: answered unsatisfactorily, or the term is over
    DUPLICATE = "duplicate"  # the same words again, sent to others or by another channel
    FREQUENT = "frequent"  # the same matter before the term of the first is over
    MASS = "mass"  # the same words of many people


class Fault(StrEnum):
    """What an executor's answer lacks, so that it is returned for rework (393/96-VR art. 15-19)."""

    NO_EVIDENCE = "no-evidence"
    NOT_ALL = "not-all"
    FORMAL = "formal"
    NOT_DONE = "not-done"
    NO_GROUNDS = "no-grounds"
    UNSIGNED = "unsigned"
    INTERIM = "interim"
    DISPUTED = "disputed"


class AnswerWay(StrEnum):
    """How the council's own answer reaches the applicant."""

    E_MAIL = "e-mail"
    PAPER = "paper"  # an operator sends it, the applicant has no address of e-mail
    OUTSIDE = "outside"  # given past this program, as the operator says


class Robot(StrEnum):
    """What kind of machine wrote, when a machine wrote."""

    BOUNCE = "bounce"
    AUTO_REPLY = "auto-reply"
    LIST = "list"
    ADVERTISING = "advertising"
    EMPTY = "empty"


class Authenticity(StrEnum):
    """How sure we are that the address in From wrote the letter."""

    PROVED = "proved"
    UNSTAMPED = "unstamped"  # our own server said nothing
    FAILED = "failed"  # our own server said no, or the domains are not aligned


class TieKind(StrEnum):
    """How a letter is tied to one of ours, surest first."""

    SIGNED_ADDRESS = "signed-address"
    MESSAGE_ID = "message-id"
    NUMBER = "number"


class TaskKind(StrEnum):
    """What a person is asked to decide or do."""

    ROUTE = "route"  # name the executor: unclear topic, complaint
    REGISTER = "register"  # is it an appeal?
    INTERIM = "interim"  # an interim answer came: is the applicant to be told?
    READ_REPLY = "read-reply"  # the reply is unclear or not authentic
    DECIDE_EXTENSION = "decide-extension"
    REASSIGN = "reassign"  # declined by the executor
    ANSWER_QUESTION = "answer-question"
    CLOSE = "close"  # done is claimed, the applicant is silent or telephone only
    CALL_BACK = "call-back"  # an applicant without e-mail
    ANSWER = "answer"  # the council owes an answer of its own: have it written and signed
    SEND_ANSWER = "send-answer"  # which of the files is the answer?
    SEND_PAPER = "send-paper"  # the signed answer goes by post
    CALL = "call"  # a referral or an alert that nobody has seen
    UNDELIVERABLE = "undeliverable"
    READ_DOCUMENT = "read-document"
    COMPLETE = "complete"  # art. 5 data are missing
    MARK = "mark"  # is it repeated, a duplicate, one of many?
    DECIDE = "decide"  # the leader decides himself: a complaint, a person of art. 14-16
