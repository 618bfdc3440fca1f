"""One matter of one applicant: topic, kind, regime, danger, marks and what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailflows.facts import Applicant, Matter, Place
from mailflows.policy import Policy
from mailflows.reasons import Code, Reason
from mailflows.rules.wording import wording
from mailflows.understanding.matters.blamed import find_blamed
from mailflows.understanding.matters.contested import find_contested
from mailflows.understanding.matters.emergency import (
    Danger,
    find_emergency,
    looked_dangerous,
    still_outage,
)
from mailflows.understanding.matters.kind import find_kind, find_regime
from mailflows.understanding.matters.marks import find_marks
from mailflows.understanding.matters.missing import find_missing
from mailflows.understanding.matters.split import split_matters
from mailflows.understanding.matters.topic import TopicFound, find_topic
from mailflows.understanding.words.patterns import Scan
from mailflows.vocabulary import Channel, Kind


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of a matter beside its words.

    `topic_hint` is a slug and `kind_hint` a kind chosen in a form; `attached` says that documents
    came along whose words are not in the text; `about_author` holds further words about the author
    (signature, form fields) that may tell a category or a wish, never a topic or danger.
    """

    topic_hint: str | None = None
    kind_hint: Kind | None = None
    channel: Channel = Channel.E_MAIL
    attached: bool = False
    about_author: str = ""


def urgent_topic(scan: Scan, hint: str | None = None) -> tuple[Danger | None, TopicFound]:
    """The danger or outage of a text, if any, and its topic: each helps to tell the other."""
    danger = find_emergency(scan)
    topic = find_topic(scan, hint, danger)
    if danger is not None and danger.because.code is Code.EMERGENCY_OUTAGE:
        danger = danger if still_outage(topic.slug) else None
    return danger, topic


def read_matter(
    text: str,
    subject: str,
    applicant: Applicant,
    place: Place,
    policy: Policy,
    beside: Beside = Beside(),
) -> Matter:
    """What the words of one matter mean; never raises, reads at most 30,000 letters of them.

    A topic that the policy does not know is taken for unclear.
    """
    scan = Scan(text, subject)
    person = scan.followed_by(beside.about_author) if beside.about_author else scan
    danger, topic = urgent_topic(scan, beside.topic_hint)
    slug = topic.slug if topic.slug in policy.topics or not policy.topics else None
    kind, kind_because = find_kind(scan, beside.kind_hint)
    regime = find_regime(scan)
    marks = find_marks(person, applicant, regime, beside.channel)
    understood = slug is not None or danger is not None
    missing = find_missing(
        scan, applicant, regime, beside.channel, understood=understood, attached=beside.attached
    )
    against = find_blamed(text, policy, applicant.name) if kind is Kind.COMPLAINT else ()
    because: list[Reason] = [topic.because, kind_because]
    if danger is None and (calm := looked_dangerous(scan)) is not None:
        because.append(calm)
    return Matter(
        applicant=applicant,
        kind=kind,
        regime=regime,
        topic=slug,
        text=text,
        place=place,
        emergency=danger.because if danger else None,
        collective=marks.collective,
        anonymous=marks.anonymous,
        confidential=marks.confidential,
        written=marks.written,
        privileged=marks.privileged,
        missing=missing,
        wording=wording(text),
        contested=find_contested(text) if kind is Kind.COMPLAINT else None,
        against=against,
        because=tuple(because),
    )


def read_matters(
    text: str,
    subject: str,
    applicant: Applicant,
    place: Place,
    policy: Policy,
    beside: Beside = Beside(),
) -> tuple[Matter, ...]:
    """All matters of one letter of one applicant, an emergency first; one as a rule.

    Parts are separated only when a numbered list speaks of different topics (`split_matters`);
    the marks of the whole letter hold for each. Arguments are those of `read_matter`.
    """
    whole = read_matter(text, subject, applicant, place, policy, beside)
    parts = split_matters(text)
    if len(parts) == 1:
        return (whole,)
    matters = [
        replace(
            read_matter(part, subject, applicant, place, policy, Beside(channel=beside.channel)),
            regime=whole.regime,
            collective=whole.collective,
            anonymous=whole.anonymous,
            confidential=whole.confidential,
            privileged=whole.privileged,
            missing=whole.missing,
        )
        for part in parts
    ]
    if whole.emergency and not any(matter.emergency for matter in matters):
        return (whole,)
    return tuple(sorted(matters, key=lambda matter: matter.emergency is None))
