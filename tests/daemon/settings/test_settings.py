"""The settings: every fault at once with its line, and an example that the classes print."""

from __future__ import annotations

from pathlib import Path

import pytest

from daemon.settings import BadSettings, load, make_policy
from daemon.settings.example import ORDER, example
from daemon.settings.load import NAMED, SINGLE
from mailflows.policy import Former

ROOT = Path(__file__).parents[3]


def changed(tmp_path: Path, *pairs: tuple[str, str]) -> Path:
    """The example settings with some text replaced."""
    text = example()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "settings.ini"
    path.write_text(text, "utf-8")
    return path


def faults(path: Path, *, secrets: bool = False) -> list[tuple[str, str]]:
    with pytest.raises(BadSettings) as bad:
        load(path, secrets=secrets)
    return [(f"{one.section} {one.key}".strip(), str(one)) for one in bad.value.faults]


def test_the_example_is_printed_anew_and_is_valid() -> None:
    assert {*ORDER} == {*SINGLE, *NAMED}, "a section that is not in the example is not known of"
    assert (ROOT / "settings.example.ini").read_text("utf-8") == example()
    policy = make_policy(load(ROOT / "settings.example.ini", secrets=False), secrets=False)
    assert policy.mailbox == "contact@selydove-rada.example"
    assert policy.executor_of("water") is policy.executors["vodokanal"]
    assert policy.topics["water"].emergency_hours == 24
    assert policy.working_time.weekend == (5, 6)


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("# port = 993", "port = many", "mailbox contact port", "no whole number"),
        ("# port = 993", "prot = 993", "mailbox contact prot", "did you mean 'port'?"),
        ("host = imap.", "# host = imap.", "mailbox contact host", "add the line: host ="),
        ("[smtp]", "[stmp]", "stmp", "did you mean 'smtp'?"),
        ("# security = tls", "security = ssl", "mailbox contact security", "tls"),
        ("topics = water, sewerage", "topics = watr", "executor vodokanal topics", "'watr'"),
        ("phone = +380623770101", "phone = 12", "centre phone", "no telephone"),
        ("phone = +380623770101", "just words", "centre", "no `key = value`"),
        ("# digest_at = 08:00", "digest_at = 25:00", "jobs digest_at", "no time of day"),
        ("# timezone = Europe/Kyiv", "timezone = Kyiv", "centre timezone", "no such time zone"),
        (
            "address = dispatcher@",
            "address = dispatcher ",
            "executor vodokanal address",
            "no e-mail",
        ),
        (
            "address = dispatcher@vodokanal.example",
            "address = contact@selydove-rada.example",
            "executor vodokanal address",
            "stands in [mailbox contact] already",
        ),
        (
            "password = file:/etc/contact-center/imap-password",
            "password = hunter2",
            "mailbox contact password",
            "does not stand in the settings",
        ),
        (
            "authserv_id = mx.selydove-rada.example",
            "",
            "authenticity authserv_id",
            "set policy = off",
        ),
        ("[operator head]", "[operator]", "operator", "needs a code"),
        (
            "# number_format = {letter}-{sequence:04d}/{year:02d}",
            "number_format = {letter}",
            "centre number_format",
            "must hold",
        ),
        ("# days_off = sat, sun", "days_off = someday", "working_time days_off", "Mon, Tue"),
        ("# closes = 17:00", "closes = 07:30", "working_time closes", "not after opens"),
        ("# extended_days = 45", "extended_days = 30", "terms extended_days", "shorter than"),
        (
            "# last_day = next-working-day",
            "last_day = sometimes",
            "terms last_day",
            "'previous-working-day'",
        ),
        ("host = imap.", "host = imap://imap.", "mailbox contact host", "no name of a server"),
        ("# security = tls", "security = none", "mailbox contact security", "loopback only"),
        ("# security = starttls", "security = none", "smtp security", "loopback only"),
        ("# enabled = yes", "enabled = perhaps", "reply_addresses enabled", "yes or no"),
        (
            "# extra_days_off = 2026-12-31",
            "extra_days_off = 31.12.2026",
            "working_time extra_days_off",
            "like 2026-12-31",
        ),
        (
            "# renamed_streets = Кірова > Затишна",
            "renamed_streets = Кірова -> Затишна",
            "centre renamed_streets",
            "old > new",
        ),
        (
            "# url = sqlite:///contact-center.sqlite",
            "url = postgresql://centre:hunter2@db/name",
            "store url",
            "does not stand in the settings",
        ),
        (
            "# url = sqlite:///contact-center.sqlite",
            "url = mysql://db/name",
            "store url",
            "write sqlite:///path",
        ),
        ("# classifier = 090", "classifier = 9", "topic water classifier", "three digits"),
        ("# leader = utilities", "leader = nobody", "executor vodokanal leader", "known are mayor"),
        (
            "# head_categories = 7.3, 7.4, 7.12, 7.16, 7.17",
            "head_categories = 9.1",
            "centre head_categories",
            "write 7.4",
        ),
    ],
)
def test_a_fault_tells_line_reason_and_mend(
    tmp_path: Path, old: str, new: str, place: str, words: str
) -> None:
    path = changed(tmp_path, (old, new))
    found = dict(faults(path))
    assert place in found
    assert words in found[place]
    if new and not new.startswith("#"):
        line = example()[: example().index(old)].count("\n") + 1
        assert found[place].startswith(f"line {line}:")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        ("# port = 993", "port = many\ncolour = blue"),
        ("topics = *", "topics = nothing"),
        ("[limits]", "[limits]\nthis is no key"),
    )
    places = [place for place, _ in faults(path)]
    assert places == [
        *("mailbox contact port", "mailbox contact colour"),
        *("leader mayor topics", "limits"),
    ]


def test_a_wrong_section_is_checked_further_without_its_wrong_keys(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        ("address = contact@selydove-rada.example", "address = nowhere"),
        ("address = dispatcher@vodokanal.example", "address = nowhere"),
        ("topics = water, sewerage", "topics = watr"),
    )
    places = [place for place, _ in faults(path)]
    assert places == [
        *("mailbox contact address", "executor vodokanal address"),
        "executor vodokanal topics",
    ]


def test_semicolons_part_a_list_too(tmp_path: Path) -> None:
    path = changed(tmp_path, ("settlements = Селидове, Українськ", "settlements = Межова; Райполе"))
    settled = load(path, secrets=False).centre.settlements
    assert settled[:2] == ("Межова", "Райполе")


def test_a_key_and_a_section_set_twice_are_faults(tmp_path: Path) -> None:
    path = changed(tmp_path, ("[smtp]", "[smtp]\nhost = a.example"), ("[store]", "[smtp]\n[store]"))
    texts = [text for _, text in faults(path)]
    assert any("already" in text and "[smtp] host" in text for text in texts)
    assert sum("already" in text for text in texts) == 2


def test_a_secret_never_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s3cret-s3cret-s3cret-s3cret-s3cret\n")
    path = changed(
        tmp_path,
        ("file:/etc/contact-center/imap-password", f"file:{secret}"),
        ("file:/etc/contact-center/reply-secret", "env:REPLY_SECRET"),
    )
    assert [place for place, _ in faults(path, secrets=True)] == ["reply_addresses secret"]
    monkeypatch.setenv("REPLY_SECRET", "s3cret-s3cret-s3cret-s3cret-s3cret")
    settings = load(path)
    policy = make_policy(settings)
    assert policy.secret == b"s3cret-s3cret-s3cret-s3cret-s3cret"
    for shown in (repr(settings), repr(policy), repr(settings.mailbox["contact"].secret())):
        assert "s3cret" not in shown


def test_a_short_key_and_an_absent_authority_are_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPLY_SECRET", "short")
    path = changed(
        tmp_path,
        ("file:/etc/contact-center/reply-secret", "env:REPLY_SECRET"),
        ("# ca_file = /etc/contact-center/ca.pem", f"ca_file = {tmp_path}/none.pem"),
    )
    found = dict(faults(path, secrets=True))
    assert "openssl rand" in found["reply_addresses secret"]
    assert "short\n" not in str(found)
    assert "there is no file" in found["mailbox contact ca_file"]


def test_systemd_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "imap").write_text("secret")
    path = changed(tmp_path, ("file:/etc/contact-center/imap-password", "credential:imap"))
    assert "systemd" in dict(faults(path, secrets=True))["mailbox contact password"]
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert "mailbox contact password" not in dict(faults(path, secrets=True))


def test_a_code_is_the_same_in_capitals(tmp_path: Path) -> None:
    second = "[operator Head]\nname = Інша Людина\naddress = other@selydove-rada.example\n\n"
    found = dict(faults(changed(tmp_path, ("[leader mayor]", second + "[leader mayor]"))))
    assert "stands in line" in found["operator head"], "else the second would replace the first"


def test_a_fault_of_a_code_in_capitals_has_its_line(tmp_path: Path) -> None:
    pairs = (("[executor vodokanal]", "[executor Vodokanal]"), ("= water, sewerage", "= watr"))
    ((place, told),) = faults(changed(tmp_path, *pairs))
    assert place == "executor vodokanal topics"
    assert told.startswith("line ")


MERGED = "# former = vodokanal-2 КП «Водоканал-2», office@vodokanal-2.example"


def test_a_merged_executor_is_one_line(tmp_path: Path) -> None:
    path = changed(tmp_path, (MERGED, MERGED.removeprefix("# ")))
    policy = make_policy(load(path, secrets=False), secrets=False)
    heir = policy.executors["vodokanal"]
    assert policy.executor("vodokanal-2") is heir
    assert heir.former == (Former("vodokanal-2", "КП «Водоканал-2»"),)
    assert heir.former_addresses == ("office@vodokanal-2.example",)


OTHER = "\n[executor teplo]\nname = Тепло\naddress = t@teplo.example\n{}\n"


@pytest.mark.parametrize(
    ("former", "teplo", "water", "place", "words"),
    [
        ("teplo", "", "", "executor vodokanal former", "is still a section of its own"),
        ("vodokanal", "", "", "executor vodokanal former", "is still a section of its own"),
        ("a", "former = A стара", "", "executor teplo former", "[executor vodokanal]"),
        ("a, a", "", "", "executor vodokanal former", "has its heir already"),
        ("стара", "", "", "executor vodokanal former", "write a code, a code and a name"),
        ("t@teplo.example", "", "", "executor teplo address", "stands in"),
        ("a", "", "together = a", "topic water together", "is now [executor vodokanal]"),
        ("a", "", "together = teplo, gas", "topic water together", "unknown executor 'gas'"),
        ("a", "", "together = vodokanal", "topic water together", "has this topic already"),
        ("a", "", "instead = gas", "topic water instead", "unknown executor 'gas'"),
    ],
)
def test_faults_of_heirs_and_of_who_works_beside(
    tmp_path: Path, former: str, teplo: str, water: str, place: str, words: str
) -> None:
    path = changed(tmp_path, (MERGED, f"former = {former}"), ("# together = roads", water))
    path.write_text(path.read_text("utf-8") + OTHER.format(teplo), "utf-8")
    found = [(where, told) for where, told in faults(path) if words in told]
    assert len(found) == 1, faults(path)
    assert found[0][0] == place
