"""Commands of operators, by one tap and in free words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflows.facts import Reply
from mailflows.understanding.replies.operator_intent import begins_with_command, read_operator
from mailflows.vocabulary import Intent, Kind
from tests.accuracy.people_policy import people_policy
from tests.understanding.written import written

PLAIN = "Re: К-0123/26 питання"
READ = [
    ("Реєструвати.", Intent.REGISTER),
    ("Зареєструйте, будь ласка", Intent.REGISTER),
    ("Не реєструвати, це реклама", Intent.DO_NOT_REGISTER),
    ("це спам", Intent.DO_NOT_REGISTER),
    ("Не звернення.", Intent.DO_NOT_REGISTER),
    ("Закрити.", Intent.CLOSE),
    ("Закрийте, заявниця підтвердила телефоном", Intent.CLOSE),
    ("закриваємо", Intent.CLOSE),
    ("Зняти з контролю", Intent.CLOSE),
    ("Скасувати", Intent.UNDO),
    ("відмініть останнє", Intent.UNDO),
    ("На доопрацювання: сміття не вивезено", Intent.REWORK),
    ("Повернути виконавцю, бо тече далі", Intent.REWORK),
    ("Не закривати.", Intent.UNCLEAR),
    ("Поки не закривайте", Intent.UNCLEAR),
    ("Закрити, якщо заявник підтвердить", Intent.UNCLEAR),
    ("Закрити після 5 грудня? не знаю", Intent.UNCLEAR),
    ("Чому закрили?", Intent.UNCLEAR),
    ("Закрити або на доопрацювання", Intent.UNCLEAR),
    ("Дякую", Intent.UNCLEAR),
    ("Закрити, заявниця не відповідає на дзвінки", Intent.CLOSE),
    ("Закрити потім", Intent.UNCLEAR),
    ("Закрити люк треба терміново", Intent.UNCLEAR),
    ("Передати на доопрацювання, не вивезено", Intent.REWORK),
    ("Передайте Водоканалу на доопрацювання", Intent.REWORK),
    ("Це скарга, передайте керівнику", Intent.SET_KIND),
    ("", Intent.UNCLEAR),
    ("Закрийте завтра, як буде акт", Intent.UNCLEAR),
    ("Можна закривати, додзвонились, все ок", Intent.CLOSE),
    ("Закрийте звернення, будь ласка.", Intent.CLOSE),
    ("так, реєструйте", Intent.REGISTER),
    ("Реєструємо як звернення", Intent.REGISTER),
    ("ні, не реєструємо", Intent.DO_NOT_REGISTER),
    ("Це Тепломережі", Intent.SET_EXECUTOR),
    ("перенаправте на Житлосервіс", Intent.SET_EXECUTOR),
    ("це не вода, а каналізація. Тема: каналізація", Intent.SET_TOPIC),
    ("змініть тему: тварини", Intent.SET_TOPIC),
    ("Змініть вид: скарга", Intent.SET_KIND),
    ("Прошу повернути на доопрацювання, заявник каже що тече", Intent.REWORK),
    ("Не приймаємо, хай переробляють: доопрацювати", Intent.REWORK),
    ("Поверніть назад", Intent.UNDO),
    ("Скасуйте моє попереднє", Intent.UNDO),
    ("Продовжити до 12.12.2026, рішення Гриценка", Intent.EXTEND),
    ("не продовжувати строк, нехай роблять", Intent.DO_NOT_EXTEND),
    ("Чи продовжувати строк?", Intent.UNCLEAR),
    ("Продовжити, якщо Гриценко згоден", Intent.UNCLEAR),
    ("Повернути.", Intent.GIVE_BACK),
    ("Поверніть заявниці: немає адреси", Intent.GIVE_BACK),
    ("Не розглядати, анонімне", Intent.NOT_CONSIDER),
    ("Залишити без розгляду: звертається повторно, вже відповідали", Intent.NOT_CONSIDER),
    ("Відкликано", Intent.LET_WITHDRAW),
    ("Заявниця відкликала, розгляд припинити", Intent.LET_WITHDRAW),
    ("Чому не розглядати?", Intent.UNCLEAR),
    ("Додзвонились", Intent.REACHED),
    ("Заявниця підтвердила виконання", Intent.REACHED),
    ("Додзвонилась, підтвердила", Intent.REACHED),
    ("Заявниця підтвердила, що води немає і досі ніхто не приїжджав до них", Intent.UNCLEAR),
    ("Не додзвонились", Intent.NOT_REACHED),
    ("не бере трубку", Intent.NOT_REACHED),
    ("Не підтвердила, тече далі", Intent.NOT_CONFIRMED),
    ("Підготуй відповідь", Intent.PREPARE_ANSWER),
    ("Підготуйте, будь ласка, проєкт відповіді", Intent.PREPARE_ANSWER),
    ("Готуйте відповідь на підпис", Intent.PREPARE_ANSWER),
    ("потрібен проєкт відповіді", Intent.PREPARE_ANSWER),
    ("подготовьте ответ", Intent.PREPARE_ANSWER),
    ("Не готуйте відповідь", Intent.UNCLEAR),
    ("Надіслати відповідь", Intent.SEND_ANSWER),
    ("Підписана відповідь у вкладенні", Intent.SEND_ANSWER),
    ("Підписано.", Intent.SEND_ANSWER),
    ("Добрий день! Додаю підписаний файл.", Intent.SEND_ANSWER),
    ("Відповідь підписав міський голова, надсилаю", Intent.SEND_ANSWER),
    ("Надішліть заявникові відповідь, відмовлено", Intent.SEND_ANSWER),
    ("Поки не надсилайте відповідь", Intent.UNCLEAR),
    ("Надішліть відповідь, якщо заявник наполягає", Intent.UNCLEAR),
    ("Відповідь надано листом № 02-15/123 від 20.11.2026", Intent.ANSWERED),
    ("Відповідь надіслано поштою", Intent.ANSWERED),
    ("Відповідь ще не надано", Intent.UNCLEAR),
    ("Результат 9.2", Intent.SET_RESULT),
    ("Відмовлено", Intent.SET_RESULT),
    ("роз'яснено", Intent.SET_RESULT),
    ("вирішено позитивно", Intent.SET_RESULT),
    ("Закрити: роз'яснено", Intent.CLOSE),
    ("Повідомте заявника", Intent.TELL),
    ("Зв'язатися не вдалося", Intent.UNREACHABLE),
    ("Закрити, зв'язатися із заявником не вдалося", Intent.UNREACHABLE),
    ("Закрити всі без відповіді", Intent.CLOSE_SILENT),
    ("закрийте усіх, хто мовчить", Intent.CLOSE_SILENT),
    ("А коли зроблять?", Intent.UNCLEAR),
    ("не закривати без мене", Intent.UNCLEAR),
]
HERE = Path(__file__).parent
SAID = [
    (text, Intent(intent))
    for intent, _, text in (
        line.partition(" | ")
        for line in (HERE / "replies_operator_said.txt").read_text("utf-8").splitlines()
    )
]
NEVER = (HERE / "replies_operator_never.txt").read_text("utf-8").splitlines()


def read(text: str, subject: str = PLAIN) -> Reply:
    letter = written(text, subject=subject, sender="moroz@selydove-rada.example")
    return read_operator(letter, people_policy())


@pytest.mark.parametrize(("text", "intent"), READ + SAID)
def test_reads(text: str, intent: Intent) -> None:
    assert read(text).intent is intent


@pytest.mark.parametrize("text", NEVER)
def test_never_closes(text: str) -> None:
    assert read(text).intent is not Intent.CLOSE


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("тема roads", "roads"),
        ("Тема: дороги", "roads"),
        ("Змініть тему на водопостачання", "water"),
        ("тема — вуличне освітлення", "street-lighting"),
        ("тема ліфти", "lifts"),
        ("тема: освіта", "education"),
        ("тема невідомо яка", None),
    ],
)
def test_topic(text: str, topic: str | None) -> None:
    reply = read(text)
    assert reply.topic == topic
    assert reply.intent is (Intent.SET_TOPIC if topic else Intent.UNCLEAR)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("вид скарга", Kind.COMPLAINT),
        ("Це скарга", Kind.COMPLAINT),
        ("Змінити вид на заяву", Kind.APPLICATION),
        ("вид: пропозиція", Kind.PROPOSAL),
    ],
)
def test_kind(text: str, kind: Kind) -> None:
    reply = read(text)
    assert (reply.intent, reply.kind) == (Intent.SET_KIND, kind)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("виконавець vodokanal", "vodokanal"),
        ("Передати Водоканалу", "vodokanal"),
        ("Направте до РЕМу", "rem"),
        ("доручити КП «Комунальник»", "komunalnyk"),
        ("Виконавець: ЖЕК", "zhek"),
    ],
)
def test_executor(text: str, code: str) -> None:
    reply = read(text)
    assert (reply.intent, reply.executor) == (Intent.SET_EXECUTOR, code)


def test_rework_keeps_the_reason() -> None:
    assert "не вивезено" in read("На доопрацювання: сміття не вивезено").words
    tapped = read("Контейнер не поставили.", "К-0123/26 доопрацювати")
    assert (tapped.intent, tapped.words) == (Intent.REWORK, "Контейнер не поставили.")


@pytest.mark.parametrize(
    ("subject", "intent"),
    [
        ("К-0123/26 закрити", Intent.CLOSE),
        ("Re: К-0123/26 реєструвати", Intent.REGISTER),
        ("К-0123/26 не реєструвати", Intent.DO_NOT_REGISTER),
        ("К-0123/26 скасувати", Intent.UNDO),
        ("К-0123/26 тема roads", Intent.SET_TOPIC),
        ("К-0123/26 вид скарга", Intent.SET_KIND),
        ("К-0123/26 виконавець teplo", Intent.SET_EXECUTOR),
        ("К-0123/26 доопрацювати", Intent.REWORK),
        ("К-0123/26 виконавець", Intent.UNCLEAR),
    ],
)
def test_one_tap(subject: str, intent: Intent) -> None:
    assert read("", subject).intent is intent


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("Закрити.", True),
        ("Не реєструвати", True),
        ("Тема дороги", True),
        ("Заявниця повідомляє, що відсутнє освітлення по вул. Миру, просить закрити люк.", False),
        ("Прохання вивезти сміття з вул. Садової. Телефон 050 111 22 33", False),
    ],
)
def test_begins_with_command(text: str, command: bool) -> None:
    letter = written(text, subject="дзвінок", sender="moroz@selydove-rada.example")
    assert begins_with_command(letter, told=True) is command
    assert not begins_with_command(letter, told=False)


@given(st.text(max_size=300), st.text(max_size=100))
def test_never_raises(text: str, subject: str) -> None:
    assert read(text, subject).intent in Intent


@pytest.mark.parametrize(
    ("text", "until", "leader"),
    [
        ("Продовжити до 12.12.2026, рішення Гриценка", date(2026, 12, 12), "deputy-utilities"),
        ("За рішенням міського голови продовжити строк до 30 грудня", date(2026, 12, 30), "mayor"),
        ("продовжити строк до 12.12", date(2026, 12, 12), None),
    ],
)
def test_more_time_with_its_last_day_and_who_decided(
    text: str, until: date, leader: str | None
) -> None:
    reply = read(text)
    assert (reply.intent, reply.until, reply.leader) == (Intent.EXTEND, until, leader)


@pytest.mark.parametrize(
    ("text", "cause", "leader"),
    [
        ("Не розглядати, анонімне", "anonymous", None),
        ("не розглядати: повторне, рішення Савченка", "repeated", "mayor"),
        ("Не розглядати, автора визнано недієздатним", "incapable", None),
        ("Без розгляду", "", None),
    ],
)
def test_the_ground_of_not_considering(text: str, cause: str, leader: str | None) -> None:
    reply = read(text)
    assert (reply.intent, reply.cause, reply.leader) == (Intent.NOT_CONSIDER, cause, leader)


def test_what_is_missing_stands_after_the_colon() -> None:
    assert read("Поверніть заявниці: немає адреси").words == "немає адреси"


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("На доопрацювання: без фото", "no-evidence"),
        ("Доопрацювати, це відписка", "formal"),
        ("На доопрацювання: відповідь не на всі питання", "not-all"),
        ("На доопрацювання: сміття не вивезено", ""),
        ("На доопрацювання: відписка і без підпису", ""),  # two: his own words say it
    ],
)
def test_the_fault_of_an_answer(text: str, cause: str) -> None:
    reply = read(text)
    assert (reply.intent, reply.cause, reply.words) == (Intent.REWORK, cause, text)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Результат 9.2", "9.2"),
        ("результат: 9,1", "9.1"),
        ("Відмовлено", "9.2"),
        ("роз'яснено", "9.3"),
        ("вирішено позитивно", "9.1"),
        ("Закрити: роз'яснено", "9.3"),
        ("Закрити", ""),
        ("Надішліть відповідь: відмовлено", "9.2"),
        ("Результат 19.25", ""),
    ],
)
def test_the_result_that_is_named(text: str, result: str) -> None:
    assert read(text).cause == result


def test_what_was_answered_elsewhere_keeps_its_number() -> None:
    assert read("Відповідь надано листом № 02-15/123").words.endswith("№ 02-15/123")


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("тема вода\nвиконавець водоканал", ["set-topic", "set-executor"]),
        ("виконавець водоканал\nтема вода", ["set-topic", "set-executor"]),
        ("вид скарга, виконавець водоканал", ["set-kind", "set-executor"]),
        ("Вид: скарга; тема: вода; виконавець: водоканал",
         ["set-kind", "set-topic", "set-executor"]),
    ],
)  # fmt: skip
def test_plain_commands_that_go_together(text: str, intents: list[str]) -> None:
    reply = read_operator(
        written(text, subject=PLAIN, sender="moroz@selydove-rada.example"), people_policy()
    )
    assert [reply.intent, *(one.intent for one in reply.then)] == intents
    assert reply.because


@pytest.mark.parametrize(
    "text",
    [
        "тема вода\nтема опалення",
        "тема вода\nне виконавець водоканал",
        "тема вода\nвиконавець водоканал?",
        "тема вода\nзакрити",
        "вид скарга\nвид заява\nвиконавець водоканал",
    ],
)
def test_contrary_or_doubted_commands_are_not_carried_out_together(text: str) -> None:
    assert not read_operator(
        written(text, subject=PLAIN, sender="moroz@selydove-rada.example"), people_policy()
    ).then
