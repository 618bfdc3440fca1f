"""Letters name their readers and what they give away; who is not to be told is not."""

from __future__ import annotations

from tests.templates import samples
from tests.templates.written import ALL


def test_referrals_tell_executors_who_asks_and_alerts_tell_leaders_no_name() -> None:
    told = {one.sample.name: one.message for one in ALL}
    referral = told["referral"]
    assert referral.reader.startswith("executor:")
    (categories,) = referral.told.values()
    assert {"name", "telephone", "text"} <= set(categories)
    alert = told["alert"]
    assert alert.reader.startswith("leader:")
    assert all("name" not in found and "telephone" not in found for found in alert.told.values())


def test_the_digest_of_a_leader_of_everything_shows_the_seal() -> None:
    busy = next(one for one in ALL if one.sample.name == "digest")
    quiet = next(one for one in ALL if one.sample.name == "digest-quiet")
    assert samples.figures().seal in busy.text
    assert samples.figures().seal in busy.html
    assert "Печатка" not in quiet.text
