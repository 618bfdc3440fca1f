"""The section of the settings about who closes an appeal, and with what answer."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from daemon.settings.section import Section
from daemon.settings.values import Words


class Closing(Section):
    """How the consideration ends. Codes are kinds (proposal, application, complaint), laws
    (information-request, deputy-appeal, petition, administrative), ways of receipt (e-mail,
    web-form, telephone), marks (collective, confidential, written: a written answer was asked
    for) and topics.
    """

    silent_working_days: int = Field(
        5, ge=1, description="Applicant silent after «done»: the operator is asked, working days."
    )
    by_silence: Words = Field(
        (),
        description=(
            "Topics closed by the applicant's silence alone; never complaints, collective or "
            "confidential appeals, nor what needs a signed answer."
        ),
        examples=["street-lighting, improvement"],
    )
    by_operator: Words = Field(
        (),
        description=(
            "Codes of appeals that the applicant's own confirmation does not close: an operator "
            "looks first. Complaints are always among them."
        ),
        examples=["collective, telephone, social"],
    )
    signed_answer: Words = Field(
        ("written", "complaint", "information-request", "deputy-appeal"),
        description=(
            "Codes of appeals that only a signed answer of the council ends (393/96-VR art. 15, "
            "18)."
        ),
    )
    withdrawn_result: Literal["9.3", "9.4", "9.6"] = Field(
        "9.3", description="Result (classifier, group 9) of what its author has withdrawn."
    )
    call_attempts: int = Field(
        3, ge=1, le=10, description="Calls that nobody answers before the operator decides."
    )
    largest_answer_mb: int = Field(
        15, ge=1, le=50, description="Files of a signed answer, MB together: what mail still takes."
    )
