"""What a person is asked to decide about an appeal's form; nothing is refused by itself."""

from __future__ import annotations

from mailflows.facts import Matter
from mailflows.reasons import Code, Reason


def shortcomings(matter: Matter) -> Reason | None:
    """What art. 5 asks for and the letter lacks, with the article that a person may apply.

    Anonymous is art. 8 (not considered, by the head's decision), missing data art. 5 and 7
    (returned with explanations).
    """
    if not matter.missing and not matter.anonymous:
        return None
    article = "393/96 8" if matter.anonymous else "393/96 5"
    return Reason(Code.DATA_MISSING, {"missing": ", ".join(matter.missing), "act": article})
