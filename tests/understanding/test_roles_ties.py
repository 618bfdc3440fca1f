"""Who wrote by the registered addresses, and which letter of ours is answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailflows.facts import Tie
from mailflows.letter import DeliveryReport
from mailflows.policy import Former
from mailflows.rules.reply_address import sign
from mailflows.understanding.bodies import find_bodies
from mailflows.understanding.roles import find_writer
from mailflows.understanding.ties import answered_number, find_ties
from mailflows.vocabulary import Role, TieKind
from tests.accuracy.people_policy import people_policy
from tests.understanding.written import written

POLICY = people_policy()
OURS = "<7eb32911883fb256fd60.0153-26@selydove-rada.example>"


@pytest.mark.parametrize(
    ("address", "role", "executor"),
    [
        ("dispatcher@vodokanal.example", Role.EXECUTOR, "vodokanal"),
        ("HEAD@Vodokanal.example", Role.EXECUTOR, "vodokanal"),
        ("slesar@vodokanal.example", Role.EXECUTOR_EMPLOYEE, "vodokanal"),
        ("dispatcher@vodokanal.example.evil.example", Role.OUTSIDER, None),
        ("x@evilvodokanal.example", Role.OUTSIDER, None),
        ("zhkg@selydove-rada.example", Role.EXECUTOR, "zhkg"),
        ("mayor@selydove-rada.example", Role.LEADER, None),
        ("moroz@selydove-rada.example", Role.OPERATOR, None),
        ("wordpress@selydove-rada.example", Role.FORM, None),
        ("contact@selydove-rada.example", Role.OURSELVES, None),
        ("contact+a-1-x@selydove-rada.example", Role.OURSELVES, None),
        ("ivan@ukr.net.example", Role.OUTSIDER, None),
    ],
)
def test_roles(address: str, role: Role, executor: str | None) -> None:
    writer = find_writer(written(sender=address), POLICY)
    assert (writer.role, writer.executor) == (role, executor)


def test_a_further_address_of_a_leader_is_weak() -> None:
    writer = find_writer(written(sender="m.savchenko@gmail.com.example"), POLICY)
    assert (writer.role, writer.weak) == (Role.LEADER, True)


def test_whatever_comes_to_the_forms_inbox_is_a_form_but_for_known_people() -> None:
    forms = ("forms@selydove-rada.example",)
    unknown = written(sender="site@host.example", recipients=forms)
    operator = written(sender="moroz@selydove-rada.example", recipients=forms)
    assert find_writer(unknown, POLICY).role is Role.FORM
    assert find_writer(operator, POLICY).role is Role.OPERATOR


def test_ties_surest_first() -> None:
    address = sign(POLICY.mailbox, "r", "17", POLICY.secret)
    letter = written(
        "По К-0001/26 див. нижче", subject="Re: [К-0153/26]", recipients=(address.upper(),),
        references=(OURS, "<a1@selydove-rada.example>", "<" + "0" * 20 + ".0001-26@x.example>"),
    )  # fmt: skip
    assert find_ties(letter, POLICY) == (
        Tie(TieKind.SIGNED_ADDRESS, "17", "r"),
        Tie(TieKind.MESSAGE_ID, OURS),
        Tie(TieKind.NUMBER, "К-0153/26"),
        Tie(TieKind.NUMBER, "К-0001/26"),
    )


def test_a_forged_address_ties_nothing() -> None:
    address = sign(POLICY.mailbox, "r", "17", b"another secret")
    assert find_ties(written(subject="", recipients=(address,)), POLICY) == ()


def test_a_bounce_is_tied_by_the_message_id_that_it_returns() -> None:
    report = DeliveryReport((), None, True, "", OURS)
    letter = written(subject="failure notice", report=report)
    assert find_ties(letter, POLICY) == (Tie(TieKind.MESSAGE_ID, OURS),)


@pytest.mark.parametrize(
    ("subject", "text", "quoted", "references", "number"),
    [
        ("Відповідь К 153-26", "", "", (OURS,), "К-0153/26"),
        ("Re: К-0153/26", "наш вих. К-0999/26", "", (), "К-0153/26"),
        ("Відповідь", "наш К-0999/26", "звернення № К-0153/26", (OURS,), "К-0153/26"),
        ("Відповідь", "По К-0149/26: не наше", "", (), "К-0149/26"),
        ("Відповідь", "готово", "", (OURS,), None),
        ("Відповідь К-0001/26", "готово", "", (OURS,), None),
    ],
)
def test_number(
    subject: str, text: str, quoted: str, references: tuple[str, ...], number: str | None
) -> None:
    letter = written(text, subject=subject, quoted=quoted, references=references)
    assert answered_number(letter, find_ties(letter, POLICY), POLICY) == number


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("КП «Комунальник»", ["komunalnyk"]),
        ("просимо переадресувати комунальнику", ["komunalnyk"]),
        ("Тепломережі: бригаду. ЖЕКу відкрити пункт", ["teplo", "zhek"]),
        ("до відділу освіти", ["osvita"]),
        ("газопостачання та теплопостачання відновлено", []),
        ("рем у нижньому регістрі", []),
        ("Загальному відділу", ["zagalnyi"]),
        ("до соцзахисту", ["uszn"]),
    ],
)
def test_bodies(text: str, codes: list[str]) -> None:
    assert [one.code for one in find_bodies(text, POLICY.executors)] == codes


def test_without_a_secret_no_address_is_ours() -> None:
    address = sign(POLICY.mailbox, "r", "17", POLICY.secret)
    letter = written(subject="", recipients=(address,))
    assert find_ties(letter, replace(POLICY, secret=b"")) == ()


def test_a_former_executor_is_known_by_address_code_and_name() -> None:
    heir = replace(
        POLICY.executors["vodokanal"],
        former=(Former("mvk", "КП «Міськводоканал»"),),
        former_addresses=("office@mvk.example",),
    )
    policy = replace(POLICY, executors={**POLICY.executors, "vodokanal": heir})
    writer = find_writer(written(sender="Office@mvk.example"), policy)
    assert (writer.role, writer.executor) == (Role.EXECUTOR, "vodokanal")
    for text in ("виконавець mvk", "передати КП «Міськводоканал»"):
        assert [one.code for one in find_bodies(text, policy.executors)] == ["vodokanal"]
