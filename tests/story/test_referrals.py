"""Referrals on real servers: teams, inquiries, refusals, who has not read, who was merged."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest

from daemon.settings import make_policy
from mailflows.papers.card import card
from mailflows.vocabulary import AppealState, ReferralState, TaskKind
from store import database, load, outbox, registry, tasks
from store.card import dossier
from tests.servers import DOMAIN, wait_for
from tests.story.lab import Lab, address, taps_of, text_of
from tests.story.test_story import balanced, number_in, register_water, states

pytestmark = [pytest.mark.servers, pytest.mark.postgres, pytest.mark.timeout(300)]

GAS_BODY = "Дільниця газопостачання"


def newest(lab: Lab, person: str, words: str) -> EmailMessage:
    """A person's newest letter with these words in its subject."""
    found = [one for one in lab.inbox(person, 1) if words in str(one["Subject"])]
    assert found, [str(one["Subject"]) for one in lab.inbox(person, 1)]
    return found[-1]


def count(lab: Lab, person: str, words: str) -> int:
    return sum(words in str(one["Subject"]) for one in lab.inbox(person, 0))


def plain(letter: EmailMessage) -> str:
    return text_of(letter).replace("\N{NO-BREAK SPACE}", " ")


def order(lab: Lab, number: str, words: str) -> EmailMessage:
    """An operator commands by an ordinary letter; gives the transcript."""
    before = len(lab.inbox("operator", 0))
    lab.post(lab.write("operator", number, words))
    lab.work()
    return lab.inbox("operator", before + 1)[-1]


def calls_to_executors() -> int:
    with database.session():
        asked = [one.task for one in tasks.open_questions() if one.task.kind is TaskKind.CALL]
    return sum(one.alert is None for one in asked)


WEAK = (
    "Доброго дня! На п'ятому поверсі слабкий тиск води, просимо перевірити водопровід.\n\n"
    "З повагою, Коваленко Ганна Петрівна\nм. Селидове, вул. Шевченка, буд. 12, кв. 5\n"
    "тел. 050 123 45 67\n"
)


def register_calm(lab: Lab) -> str:
    """A registered appeal that is no emergency: its number."""
    lab.post(lab.write("citizen", "Тиск води", WEAK, name="Ганна Коваленко"))
    lab.work()
    return number_in(lab.inbox("citizen", 1)[0])


def test_two_executors_with_one_lead(lab: Lab) -> None:
    number, _, first = register_water(lab)
    done = order(lab, number, f"виконавці: Водоканал (головний), {GAS_BODY}")
    assert "Виконано" in str(done["Subject"])
    assert states(lab, number) == (AppealState.IN_WORK, [ReferralState.SENT] * 2)
    part = newest(lab, "gas", "Доручення")
    assert f"КП «Водоканал», {address('vodokanal')}" in plain(part)
    assert f"{GAS_BODY}, {address('gas')}" in plain(newest(lab, "vodokanal", "Хто виконує"))
    assert "головний виконавець отримає Ваші слова" in plain(part)

    lab.answer("vodokanal", first, "Виконано. Воду подано, труби замінено.")
    lab.work()
    assert states(lab, number) == (
        AppealState.IN_WORK, [ReferralState.CLAIMED, ReferralState.SENT],
    )  # fmt: skip
    assert len(lab.inbox("citizen", 1)) == 1, "the other part is not done yet"
    lab.tap("gas", newest(lab, "gas", "Чи виконано Вашу частину"), "виконано")
    lab.work()
    assert states(lab, number) == (AppealState.IN_CHECK, [ReferralState.CLAIMED] * 2)
    informed = plain(lab.inbox("citizen", 2)[-1])
    assert "труби замінено" in informed, "who leads answers for the whole"
    assert balanced(lab)


def test_one_more_is_taken_back_by_undo_and_a_part_is_told_to_the_lead(lab: Lab) -> None:
    number, _, first = register_water(lab)
    done = order(lab, number, f"ще {GAS_BODY}")
    lab.answer("operator", done, "скасувати")
    lab.work()
    assert states(lab, number)[1] == [ReferralState.SENT, ReferralState.RECALLED]
    assert "самостійно" in plain(newest(lab, "vodokanal", "Хто виконує"))

    order(lab, number, f"ще {GAS_BODY}")
    lab.answer("gas", newest(lab, "gas", "Доручення:"), "Виконано, свердловину перекрито.")
    lab.work()
    assert "свердловину" in plain(newest(lab, "vodokanal", "Співвиконавець доповів"))
    lab.answer("vodokanal", first, "Виконано.")
    lab.work()
    assert states(lab, number)[0] is AppealState.IN_CHECK
    assert balanced(lab)


def test_an_inquiry_is_answered_and_nothing_else_changes(lab: Lab) -> None:
    number, _, first = register_water(lab)
    lab.answer("vodokanal", first, "Прийнято.")
    lab.work()
    before = states(lab, number)
    order(lab, number, "Запит до дільниці газопостачання: чи копали там?")
    inquiry = newest(lab, "gas", "Запит інформації")
    assert "чи копали там?" in plain(inquiry)
    lab.answer("gas", inquiry, "Так, 20 листопада копали біля будинку 12, роботи виконано.")
    lab.work()
    assert states(lab, number) == (before[0], [*before[1], ReferralState.ANSWERED])
    for person in ("operator", "vodokanal"):
        assert "20 листопада копали" in plain(newest(lab, person, "Відповідь на запит"))
    assert len(lab.inbox("citizen", 1)) == 1
    assert balanced(lab)


def test_a_refusal_and_its_ping_pong_go_to_a_person(lab: Lab) -> None:
    number, _, first = register_water(lab)
    lab.answer("vodokanal", first, f"Не наше. Просимо переадресувати: {GAS_BODY}.")
    lab.work()
    assert states(lab, number)[1] == [ReferralState.DECLINED]
    assert not lab.servers.count(address("gas")), "nobody gets it by itself"
    lab.shift = timedelta(days=3)  # over a weekend too
    lab.work()
    listed = newest(lab, "operator", "Чекають")
    assert "Вирішити" in plain(listed)
    assert GAS_BODY in plain(listed)
    lab.tap("operator", listed, "виконавець gas")
    lab.work()
    second = newest(lab, "gas", "Доручення")

    lab.answer("gas", second, "Не наше, це має робити Водоканал.")
    lab.work()
    assert states(lab, number)[1] == [ReferralState.DECLINED] * 2
    path = newest(lab, "operator", "Визначте іншого виконавця")
    told = plain(path)
    assert "Просимо переадресувати" in told
    assert "це має робити Водоканал" in told
    assert told.index("КП «Водоканал»") < told.index("Не наше, це має робити")
    assert len(lab.inbox("vodokanal", 1)) == 1, "and nobody gets it back by itself"
    lab.tap("operator", path, "виконавець vodokanal")
    lab.work()
    assert "Ви вже повертали це звернення" in plain(lab.inbox("vodokanal", 2)[-1])
    assert states(lab, number) == (
        AppealState.IN_WORK, [*[ReferralState.DECLINED] * 2, ReferralState.SENT],
    )  # fmt: skip
    assert balanced(lab)


def test_who_does_not_read_is_reached_by_the_deputy_and_the_telephone(lab: Lab) -> None:
    lab.amend(
        ("phone = +380623770201", f"phone = +380623770201\ndeputy_address = neighbour@{DOMAIN}")
    )
    number = register_calm(lab)
    lab.shift = timedelta(hours=25)
    for _ in range(2):  # a restart does nothing twice
        lab.work()
    assert number in str(newest(lab, "neighbour", "Доручення")["Subject"])
    assert len(lab.inbox("neighbour", 1)) == 1
    assert calls_to_executors() == 0
    lab.shift = timedelta(hours=50)
    for _ in range(2):
        lab.work()
    assert len(lab.inbox("neighbour", 1)) == 1
    assert calls_to_executors() == 1

    lab.shift = timedelta(days=4)
    lab.work()
    listed = newest(lab, "operator", "Чекають")
    assert "7-02-01" in plain(listed), "whom to call"
    to, subject = next(one for one in taps_of(listed) if one[1].endswith(" додзвонились"))
    lab.post(lab.write("operator", subject, "", to))
    lab.work()
    assert states(lab, number) == (AppealState.IN_WORK, [ReferralState.ACCEPTED])
    assert calls_to_executors() == 0
    lab.shift = timedelta(days=8)
    lab.work()
    assert calls_to_executors() == 0
    with database.session():
        found = registry.show(number)
        assert found
        [kept] = load.referrals(found.appeal.id)
    assert (kept.served_by, kept.unserved_at) == ("telephone", None)
    assert balanced(lab)


def test_both_addresses_bounce(lab: Lab) -> None:
    lab.amend(
        (
            f"address = vodokanal@{DOMAIN}",
            f"address = nobody-here@{DOMAIN}\ndeputy_address = nobody-either@{DOMAIN}",
        )
    )
    register_calm(lab)

    def came_back() -> bool:
        lab.work()
        with database.session():
            return sum(bool(one.returned_at) for one in outbox.listed()) == 2

    wait_for(came_back, 90, "for two reports of Postfix")
    lab.work()
    assert calls_to_executors() == 1
    with database.session():
        sent = [one.recipient for one in outbox.listed() if one.template == "referral"]
    assert sorted(sent) == [f"nobody-either@{DOMAIN}", f"nobody-here@{DOMAIN}"]
    assert balanced(lab)


def test_an_emergency_is_copied_and_telephoned_after_an_hour(lab: Lab) -> None:
    lab.amend(
        ("phone = +380623770201", f"phone = +380623770201\ndeputy_address = neighbour@{DOMAIN}")
    )
    number, _, _ = register_water(lab)  # two days without water
    lab.shift = timedelta(minutes=61)
    for _ in range(2):
        lab.work()
    assert len(lab.inbox("neighbour", 1)) == 1
    assert calls_to_executors() == 1
    call = newest(lab, "operator", "ТЕРМІНОВО. Зателефонуйте")
    lab.tap("operator", call, " не додзвонились")
    lab.work()
    again = newest(lab, "operator", "ТЕРМІНОВО. Зателефонуйте")
    assert "Гриценко" in plain(again), "the leader in charge is called next"
    lab.answer("operator", again, "додзвонились")
    lab.work()
    assert states(lab, number)[1] == [ReferralState.ACCEPTED]
    assert calls_to_executors() == 0
    assert balanced(lab)


def test_a_merged_executor_answers_for_the_former_one(lab: Lab) -> None:
    number, _, first = register_water(lab)
    lab.amend(
        (
            "[executor vodokanal]\nname = КП «Водоканал»\n" + f"address = vodokanal@{DOMAIN}",
            "[executor aqua]\nname = КП «Аква»\n"
            + f"address = neighbour@{DOMAIN}\n"
            + f"former = vodokanal КП «Водоканал», vodokanal@{DOMAIN}",
        )
    )
    lab.answer("vodokanal", first, "Прийнято.")
    lab.work()
    assert states(lab, number)[1] == [ReferralState.ACCEPTED]
    lab.answer("neighbour", first, "Виконано, воду подано.")
    lab.work()
    assert states(lab, number) == (AppealState.IN_CHECK, [ReferralState.CLAIMED])
    assert "КП «Аква»" in plain(lab.inbox("citizen", 2)[-1])
    with database.session():
        found = dossier(number)
        assert found
        policy = make_policy(lab.settings)
        printed = card(found, policy, found.appeal.due_at)
    told = printed.orders[0].executor.replace("\N{NO-BREAK SPACE}", " ")
    assert told == "КП «Аква» (раніше: КП «Водоканал»)"
    assert balanced(lab)
