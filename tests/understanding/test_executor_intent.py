"""Answers of executors, as they are written: what they want, and what must never close."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflows.facts import Reply
from mailflows.understanding.replies.executor_intent import read_executor
from mailflows.vocabulary import Fault, Intent
from tests.accuracy.people_policy import people_policy
from tests.understanding.written import written

HERE = Path(__file__).parent
NOT_DONE = (HERE / "replies_executor_open.txt").read_text("utf-8").splitlines()
WRITTEN = [
    (text.replace(" ¶ ", "\n"), Intent(intent))
    for intent, _, text in (
        line.partition(" | ")
        for line in (HERE / "replies_executor.txt").read_text("utf-8").splitlines()
    )
]
SAID = [
    (text, Intent(intent))
    for intent, _, text in (
        line.partition(" | ")
        for line in (HERE / "replies_executor_said.txt").read_text("utf-8").splitlines()
    )
]
NEVER = (HERE / "replies_executor_never.txt").read_text("utf-8").splitlines()
DONE = [text for text, intent in WRITTEN if intent is Intent.DONE]

READ = [
    ("Прийнято в роботу.", Intent.ACCEPTED),
    ("прийнято", Intent.ACCEPTED),
    ("Принято, бригада выехала.", Intent.ACCEPTED),
    ("ок", Intent.ACCEPTED),
    ("+", Intent.ACCEPTED),
    ("Отримали, передано майстру дільниці.", Intent.ACCEPTED),
    ("Заявку зареєстровано за № 77 та передано на виконання.", Intent.ACCEPTED),
    ("Добре, зробимо.", Intent.ACCEPTED),
    ("Бригаду направлено на місце.", Intent.ACCEPTED),
    ("Прийнято до виконання, відповідь буде надано у встановлений строк.", Intent.ACCEPTED),
    ("беремо в роботу", Intent.ACCEPTED),
    ("Взяли на контроль, виїжджаємо", Intent.ACCEPTED),
    ("Роз'яснюємо: субсидію призначає Пенсійний фонд, заявниці слід подати заяву.",
     Intent.EXPLAINED),
    ("Заявнику роз’яснено порядок укладення договору.", Intent.EXPLAINED),
    ("Надано вичерпну консультацію телефоном.", Intent.EXPLAINED),
    ("Разъяснено по телефону, вопросов нет.", Intent.EXPLAINED),
    ("Відповідно до Правил заявнику необхідно звернутися до ЦНАП із заявою.", Intent.EXPLAINED),
    ("Проведено роз'яснювальну бесіду з власником собаки.", Intent.EXPLAINED),
    ("Не наше.", Intent.DECLINED),
    ("не наше, це до РЕМу", Intent.DECLINED),
    ("Не належить до нашої компетенції.", Intent.DECLINED),
    ("Питання не належить до компетенції підприємства.", Intent.DECLINED),
    ("Це не в нашей компетенции, обратитесь в РЭС.", Intent.DECLINED),
    ("Будинок не перебуває на балансі підприємства.", Intent.DECLINED),
    ("Дана мережа на балансі ОСББ, ми її не обслуговуємо.", Intent.DECLINED),
    ("Повертаємо без виконання, визначте іншого виконавця.", Intent.DECLINED),
    ("Помилково направлено нам.", Intent.DECLINED),
    ("Просимо переадресувати до КП «Комунальник».", Intent.DECLINED),
    ("Перенаправте у Тепломережу", Intent.DECLINED),
    ("Надіслано за належністю до Служби відновлення.", Intent.DECLINED),
    ("Прошу продовжити строк до 05.12.2026.", Intent.EXTENSION),
    ("Просимо перенести термін виконання на 10 грудня.", Intent.EXTENSION),
    ("Потрібен час до 1 грудня", Intent.EXTENSION),
    ("потрібен час", Intent.EXTENSION),
    ("Дайте ще тиждень, чекаємо матеріал.", Intent.EXTENSION),
    ("Просим продлить срок до 15.12.", Intent.EXTENSION),
    ("Не встигаємо, потрібно ще 5 днів.", Intent.EXTENSION),
    ("Роботи не виконано через негоду, прошу продовжити строк до 30.11", Intent.EXTENSION),
    ("Сміття вивезено, на встановлення бака просимо продовжити термін до 10.12.",
     Intent.EXTENSION),
    ("Нужно время до конца недели", Intent.EXTENSION),
    ("Який під'їзд?", Intent.QUESTION),
    ("Уточніть, будь ласка, номер квартири.", Intent.QUESTION),
    ("Не вказано адресу, просимо уточнити.", Intent.QUESTION),
    ("Потрібен контактний телефон заявника.", Intent.QUESTION),
    ("Надайте телефон заявниці, двері зачинено", Intent.QUESTION),
    ("Укажите номер дома.", Intent.QUESTION),
    ("потрібні дані", Intent.QUESTION),
    ("Роботи ведуться, про завершення повідомимо.", Intent.INTERIM),
    ("Опору оглянуто, реле замовлено, чекаємо постачання.", Intent.INTERIM),
    ("Включено до плану робіт на II квартал 2027 року.", Intent.INTERIM),
    ("Виконано частково: вивезено сміття, бак буде після ремонту.", Intent.INTERIM),
    ("Буде виконано до ранку.", Intent.INTERIM),
    ("Роботи заплановано на 3 грудня.", Intent.INTERIM),
    ("Взято на контроль, роботи тривають.", Intent.INTERIM),
    ("Складено дефектний акт, погоджується кошторис.", Intent.INTERIM),
    ("Я у відпустці до 30 листопада, заміщує Коваль.", Intent.ABSENT),
    ("Перебуваю на лікарняному.", Intent.ABSENT),
    ("Нахожусь в отпуске до 01.12, обращайтесь к Петренко.", Intent.ABSENT),
    ("Мене не буде до понеділка", Intent.ABSENT),
    ("", Intent.UNCLEAR),
    ("Доброго дня!", Intent.UNCLEAR),
    ("Див. вкладення", Intent.UNCLEAR),
    ("Не виконано.", Intent.UNCLEAR),
    # A "no" in Latin letters, in quotation marks, or as a sign; a share of the whole.
    ("HE виконано", Intent.UNCLEAR),
    ("ne vykonano", Intent.UNCLEAR),
    ("«не» виконано", Intent.UNCLEAR),
    ("☐ виконано", Intent.UNCLEAR),
    ("[ ] виконано", Intent.UNCLEAR),
    ("❌ виконано", Intent.UNCLEAR),
    ("Виконано 50 %", Intent.INTERIM),
    ("Виконано на 10 відсотків.", Intent.INTERIM),
    ("Виконано на 100%.", Intent.DONE),
    ("Виконати неможливо, немає коштів.", Intent.UNCLEAR),
    ("Не наше, але ми все зробили, вивезли.", Intent.UNCLEAR),
    # The trouble is said to be absent: no remainder.
    ("Витік газу усунуто, засувку в підвалі замінено, загазованості немає.", Intent.DONE),
    ("Порив усунуто, витоку більше немає.", Intent.DONE),
    ("Газове обладнання відремонтовано, запаху газу немає. Роботи виконано о 08:10.", Intent.DONE),
    ("Трубу замінено, протікань немає.", Intent.DONE),
    ("Утечка устранена, запаха газа нет.", Intent.DONE),
    ("Стояк замінено. Витоку не виявлено після ремонту.", Intent.DONE),
    # What the applicant should have is absent, or the trouble only here.
    ("Порив усунуто, води немає.", Intent.UNCLEAR),
    ("Витік ще не усунуто, загазованості немає.", Intent.INTERIM),
    ("Загазованості немає.", Intent.UNCLEAR),
    ("Засувку замінено, запаху немає, але газу немає теж.", Intent.UNCLEAR),
]  # fmt: skip


def read(text: str, **more: object) -> Intent:
    return read_executor(written(text, **more), people_policy(), "vodokanal").intent  # type: ignore[arg-type]


@pytest.mark.parametrize("text", NOT_DONE + NEVER)
def test_never_closes(text: str) -> None:
    assert read(text) not in (Intent.DONE, Intent.EXPLAINED)


@pytest.mark.parametrize(("text", "intent"), READ + WRITTEN + SAID)
def test_reads(text: str, intent: Intent) -> None:
    assert read(text) is intent


CLOSED = [text for text in DONE if len(text) < 200]


@pytest.mark.parametrize(
    "tail",
    [
        "Але ліхтар біля будинку 5 не горить.",
        "Це зроблено не нами і не там.",
        "Решту доробимо у понеділок.",
        "Просимо продовжити строк до 10.12.",
        "Чекаємо на запчастини.",
        "Частину робіт відкладено.",
        "Знову потекло.",
        "Чи можна уточнити адресу?",
        "Виконано не все.",
        "Осталось заменить кран.",
    ],
)
@pytest.mark.parametrize("claim", CLOSED[:12])
def test_a_remainder_takes_any_claim_back(claim: str, tail: str) -> None:
    assert read(f"{claim}\n{tail}") not in (Intent.DONE, Intent.EXPLAINED)
    assert read(f"{tail} {claim}") not in (Intent.DONE, Intent.EXPLAINED)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("Прошу продовжити строк до 05.12.2026.", date(2026, 12, 5)),
        ("Просимо перенести термін на двадцяте грудня", date(2026, 12, 20)),
        ("Просимо продовжити строк з 25.11.2026 до 10.12.2026.", date(2026, 12, 10)),
        ("На лист від 12.11.2026: просимо продовжити термін до 18 грудня 2026 року.",
         date(2026, 12, 18)),
        ("Просим продлить срок до 15.12.26", date(2026, 12, 15)),
        ("Потрібен додатковий час. Зробимо до 1 грудня.", date(2026, 12, 1)),
        ("Прошу продовжити строк на 10 днів", date(2026, 11, 30)),
        ("Дайте ще тиждень", date(2026, 11, 27)),
        ("просимо до 15 числа", date(2026, 12, 15)),
        ("Просимо продовжити до кінця тижня", date(2026, 11, 20)),
        ("продовжіть до кінця року", date(2026, 12, 31)),
        ("давайте на середу", date(2026, 11, 25)),
        ("можна до середи?", date(2026, 11, 25)),
        ("просимо строк до 12.12", date(2026, 12, 12)),
        ("продовжити термін до 12 грудня ц.р.", date(2026, 12, 12)),
        ("Обстежимо не раніше п'ятниці, прошу посунути строк", date(2026, 11, 27)),
        ("Прошу продовжити строк до 5 січня", date(2027, 1, 5)),
        ("Строк просимо встановити 10.12.2026", date(2026, 12, 10)),
        ("Просимо продовжити з 20.11 до 30.11", date(2026, 11, 30)),
        ("На ваш лист від 12.11.2026 просимо ще 5 робочих днів", date(2026, 11, 27)),
        ("просимо ще два тижні", date(2026, 12, 4)),
        ("ще б пару днів нам", date(2026, 11, 22)),
        ("Прошу продовжити. Насос прийде через тиждень.", date(2026, 11, 27)),
        ("Просимо продовжити термін виконання до двадцять п'ятого грудня", date(2026, 12, 25)),
        ("продовжіть до 15-го", date(2026, 12, 15)),
        ("Прошу перенести строк на кінець місяця", date(2026, 11, 30)),
        ("Потрібен додатковий час. Реально 3.12", date(2026, 12, 3)),
        ("Просимо відтермінувати до Різдва", date(2026, 12, 25)),
        ("продлите до понедельника", date(2026, 11, 23)),
        ("Просим продлить срок на две недели", date(2026, 12, 4)),
        ("Термін виконання просимо вважати 10 грудня 2026 року", date(2026, 12, 10)),
        ("просимо про продовження строку до 1.12.26р.", date(2026, 12, 1)),
        ("не встигаємо, завтра зробимо", date(2026, 11, 21)),
        ("прошу перенести на місяць", date(2026, 12, 20)),
        ("продовжіть до першого грудня", date(2026, 12, 1)),
        ("Прошу продовжити термін розгляду до 45 днів", None),
        ("Дайте трохи часу", None),
        ("Прошу продовжити строк у зв'язку з відрядженням до Києва", None),
        ("до наступної середи продовжіть", date(2026, 11, 25)),
        ("продовжіть до 10 грудня, а не до 5", date(2026, 12, 10)),
        ("Просимо подовжити строк до 01-12-2026", date(2026, 12, 1)),
        ("На № К-0123/26 від 10.11.2026: просимо продовжити термін", None),
        ("Буде виконано до 05.12.2026.", None),
    ],
)  # fmt: skip
def test_date_asked(text: str, until: date | None) -> None:
    assert read_executor(written(text), people_policy(), "vodokanal").until == until


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Не наше. Передайте в Тепломережу.", "teplo"),
        ("Просимо переадресувати комунальнику.", "komunalnyk"),
        ("Опора належить Селидівському РЕМ, не наша.", "rem"),
        ("Не в нашій компетенції, будинок обслуговує КП «Житлосервіс».", "zhek"),
        ("Не належить до повноважень. Прошу направити до відділу освіти.", "osvita"),
        ("Не наше, це питання до УСЗН", "uszn"),
        ("Водоканал цим не займається. Не наше.", None),
        ("Дорога на балансі Служби відновлення, не обслуговуємо.", None),
        ("Не наше: або Тепломережа, або Комунальник, визначте самі.", None),
    ],
)
def test_executor_proposed(text: str, code: str | None) -> None:
    reply = read_executor(written(text), people_policy(), "vodokanal")
    assert (reply.intent, reply.executor) == (Intent.DECLINED, code)


OFFICIAL = """КП «ВОДОКАНАЛ»
24.11.2026 № 02-09/811
На № К-0123/26

Контактному-центру

На виконання доручення повідомляємо, що порив водопроводу усунуто 19.11.2026, водопостачання
відновлено. Доручення виконано, просимо зняти з контролю.

Директор Ю. Лапшин"""


@pytest.mark.parametrize(
    ("cover", "document", "intent"),
    [
        ("Див. вкладення", OFFICIAL, Intent.DONE),
        ("", OFFICIAL, Intent.DONE),
        ("Надсилаємо лист-відповідь.", OFFICIAL.replace("усунуто", "не усунуто"), Intent.UNCLEAR),
        ("Відповідь додається.", "Роз'яснюємо, що заявнику слід подати заяву до ЦНАП.",
         Intent.EXPLAINED),
        ("Виконано, акт додаю.", "Акт: роботи виконано частково, решту перенесено.",
         Intent.UNCLEAR),
        ("Виконано, акт додаю.", OFFICIAL, Intent.DONE),
        ("Прийнято в роботу", OFFICIAL, Intent.ACCEPTED),
        ("Не наше", OFFICIAL, Intent.DECLINED),
    ],
)  # fmt: skip
def test_documents(cover: str, document: str, intent: Intent) -> None:
    assert read(cover, documents=(document,)) is intent


@pytest.mark.parametrize(
    ("subject", "text", "intent"),
    [
        ("К-0123/26 виконано", "", Intent.DONE),
        ("Re: К-0123/26 виконано", "", Intent.DONE),
        ("Fwd: Re: K-0123/26 Виконано", "", Intent.DONE),
        ("К-0123/26 не наше", "", Intent.DECLINED),
        ("К-0123/26 прийнято", "", Intent.ACCEPTED),
        ("К-0123/26 роз’яснено", "", Intent.EXPLAINED),
        ("К-0123/26 потрібен час", "до 10.12.2026", Intent.EXTENSION),
        ("К-0123/26 виконано", "фото додаю", Intent.DONE),
        ("К-0123/26 виконано", "не все, доробимо завтра", Intent.INTERIM),
        ("Re: [К-0123/26] Доручення: не виконано ремонт", "", Intent.UNCLEAR),
        ("К-0123/26 виконано частково", "", Intent.UNCLEAR),
        ("виконано", "", Intent.UNCLEAR),
    ],
)
def test_one_tap(subject: str, text: str, intent: Intent) -> None:
    assert read(text, subject=subject) is intent


def test_words_quoted_from_the_referral_do_not_answer_it() -> None:
    text = "Достатньо першого рядка: «Виконано», «Роз'яснено» або «Прошу продовжити строк до ...»."
    assert read(text) is Intent.UNCLEAR
    assert read("Роботи не\nВиконано через негоду.") is not Intent.DONE
    assert read("Коли напишете «Виконано», ми закриємо.") not in (Intent.DONE, Intent.EXPLAINED)


@given(st.text(max_size=400))
def test_never_raises(text: str) -> None:
    assert read(text, documents=(text,)) in Intent


STILL_OPEN = [
    text
    for text in NOT_DONE
    if not text.startswith(("Оглянуто", "Виїзд", "Проведено", "Встановлено"))
]


@pytest.mark.parametrize("remainder", STILL_OPEN)
def test_no_claim_outweighs_what_is_still_open(remainder: str) -> None:
    for claim in DONE:
        for text in (f"{claim}\n{remainder}", f"{remainder} {claim}"):
            assert read(text) not in (Intent.DONE, Intent.EXPLAINED), text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("це до газовиків", "gas"),
        ("Передайте тепловикам", "teplo"),
        ("Хай ЖЕК робить, не наше", "zhek"),
        ("Не до нас, це для освіти.", "osvita"),
        ("Це до культури.", "kultura"),
        ("Не наше, це до цивільного захисту", "tsz"),
        ("не до нас, до лікарні", "medycyna"),
        ("Не наше і не до газовиків, а до тепломережі", "teplo"),
        ("Питання управління житлово-комунального господарства, не наше", "zhkg"),
        ("Не наше, передайте електрикам", "rem"),
        ("Не наше, будинок в управлінні ОСББ «Надія».", None),
        ("Це до Укртелекому, люк належить зв'язківцям.", None),
    ],
)
def test_nicknames_and_outsiders(text: str, code: str | None) -> None:
    reply = read_executor(written(text), people_policy(), "vodokanal")
    assert (reply.intent, reply.executor) == (Intent.DECLINED, code)


@pytest.mark.parametrize(
    "text",
    [
        "Взято до відома.",
        "Доброго дня! Ваше звернення розглянуто, вжито відповідних заходів.\n\nЗ повагою, Іваненко",
        "Буде враховано в роботі.",
        "Звернення розглянуто.",
        "Прийнято до уваги",
        "Взято до відома та врахування в роботі",
        "Зауваження враховано",
        "Проведено бесіду з відповідальними особами",
        "Принято к сведению. Меры приняты.",
        "Повідомляємо, що вжиті заходи відповідно до чинного законодавства.",
    ],
)
def test_a_formal_answer(text: str) -> None:
    reply = formal_reading(text)
    assert reply.cause == Fault.FORMAL
    assert reply.words


@pytest.mark.parametrize(
    "text",
    [
        "Прийнято в роботу",
        "Взято на контроль.",
        "Виконано",
        "Яму засипано",
        "Звернення розглянуто. 25.11 бригада усунула витік.",
        "Вжито заходів: замінено кран",
        "З двірником проведено бесіду, двір прибрано",
        "Роз'яснено заявниці по телефону",
        "Звернення розглянуто, будинок на балансі ОСББ",
        "Розглянуто? Коли буде комісія?",
        "Взято до відома, завтра виїде бригада",
    ],
)
def test_an_answer_with_something_in_it(text: str) -> None:
    assert formal_reading(text).cause == ""


def formal_reading(text: str) -> Reply:
    letter = written(text, subject="Re: [К-0123/26] вода", sender="a@b.example")
    return read_executor(letter, people_policy(), "vodokanal")
