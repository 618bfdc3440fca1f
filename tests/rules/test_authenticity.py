"""Whether From is proved: by our own server's topmost word and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflows.rules.authenticity import aligned, judge
from mailflows.vocabulary import Authenticity
from tests.accuracy.people_policy import people_policy
from tests.understanding.written import written

POLICY = people_policy()
PROVED, FAILED, UNSTAMPED = Authenticity.PROVED, Authenticity.FAILED, Authenticity.UNSTAMPED
ME = "mx.selydove-rada.example"
DMARC = (
    f"{ME}; spf=pass smtp.mailfrom=a@vodokanal.example; dmarc=pass header.from=vodokanal.example"
)
FAIL = f"{ME}; spf=fail smtp.mailfrom=a@evil.example; dkim=none; dmarc=fail"


def judged(*stamps: str, mode: str = "require", **more: object) -> Authenticity:
    headers = {"authentication-results": stamps, **more.pop("headers", {})}  # type: ignore[dict-item]
    return judge(written(headers=headers, **more), replace(POLICY, authenticity=mode))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        (DMARC, PROVED),
        (DMARC.upper(), PROVED),
        (f"{ME}; dkim=pass (2048-bit key) header.d=vodokanal.example header.s=s1", PROVED),
        (f"{ME}; dkim=pass header.d=mail.vodokanal.example", PROVED),
        (f"{ME}; dkim=pass header.i=@vodokanal.example", PROVED),
        (f"{ME}; dkim=pass header.d=evil.example", FAILED),
        (f"{ME}; dkim=pass header.d=evilvodokanal.example", FAILED),
        (f"{ME}; dkim=pass header.d=example", FAILED),
        (f"{ME}; dkim=fail header.d=vodokanal.example", FAILED),
        (f"{ME}; dmarc=pass header.from=evil.example", FAILED),
        (f"{ME}; dmarc=pass header.from=evil.vodokanal.example", FAILED),
        (f"{ME}; dkim=pass header.d=vodokanal.example; dmarc=fail", FAILED),
        (f"{ME}; spf=pass smtp.mailfrom=x;{DMARC.partition(';')[2]}; dmarc=fail", FAILED),
        (f"{ME}; dmarc=fail; auth=pass smtp.auth=dispatcher@vodokanal.example", PROVED),
        (f"{ME}; auth=pass smtp.auth=dispatcher@vodokanal.example", PROVED),
        (f"{ME}; auth=pass smtp.auth=other@vodokanal.example", FAILED),
        (f"{ME}; auth=pass smtp.auth=dispatcher", FAILED),
        (f"{ME}; spf=pass smtp.mailfrom=dispatcher@vodokanal.example", FAILED),
        (f"{ME}; none", FAILED),
        (FAIL, FAILED),
        (DMARC.replace(ME, "mx.other.example"), UNSTAMPED),
        (f"{ME} dmarc=pass header.from=vodokanal.example (((", UNSTAMPED),
        ("", UNSTAMPED),
    ],
)
def test_one_stamp(stamp: str, expected: Authenticity) -> None:
    assert judged(stamp) is expected


def test_only_the_topmost_of_ours_counts() -> None:
    assert judged(FAIL, DMARC) is FAILED
    assert judged(DMARC, FAIL) is PROVED
    assert judged(DMARC.replace(ME, "mx.evil.example"), FAIL, DMARC) is FAILED


def test_settings() -> None:
    assert judged() is UNSTAMPED
    assert judged(mode="when-present") is PROVED
    assert judged(FAIL, mode="when-present") is FAILED
    assert judged(f"{ME}; ???", mode="when-present") is not PROVED
    assert judged(FAIL, mode="off") is PROVED


def test_two_authors_prove_nothing() -> None:
    two = {"from": ("dispatcher@vodokanal.example", "mayor@selydove-rada.example")}
    assert judged(DMARC, headers=two) is FAILED
    stamped = written(headers={"authentication-results": (DMARC,)})
    assert judge(replace(stamped, defects=("several-authors",)), POLICY) is FAILED


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("a.gov.ua", "a.gov.ua", True),
        ("mail.a.gov.ua", "a.gov.ua", True),
        ("gov.ua", "a.gov.ua", False),
        ("com.ua", "a.com.ua", False),
        ("ua", "a.ua", False),
        ("ab.ua", "b.ua", False),
        ("A.ua.", "a.UA", True),
        ("", "", False),
    ],
)
def test_alignment(one: str, other: str, expected: bool) -> None:
    assert aligned(one, other) is expected
    assert aligned(other, one) is expected


@given(st.text(max_size=300))
def test_never_raises(stamp: str) -> None:
    assert judged(f"{ME};{stamp}") in Authenticity
