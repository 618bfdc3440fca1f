"""Letters for benchmarks: any number of them, always the same for the same number."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from importlib.resources import files

DOMAIN = "rada.test"
OPERATOR = f"operator@{DOMAIN}"
FORMS = f"forms-robot@{DOMAIN}"
FIRST = datetime(2026, 11, 2, 6, tzinfo=UTC)

SURNAMES = (
    "Іваненко", "Бойко", "Мельник", "Кравець", "Приходько", "Чайка", "Щербина", "Олійник",
    "Гордієнко", "Ткаченко", "Шевчук", "Лисенко", "Руденко", "Савчук", "Марченко", "Левченко",
    "Бондар", "Коваль", "Гончар", "Романюк", "Павленко", "Сидоренко",
)  # fmt: skip
NAMES = (
    ("Марія", "Петрівна"), ("Оксана", "Василівна"), ("Андрій", "Сергійович"),
    ("Ганна", "Тимофіївна"), ("Петро", "Іванович"), ("Надія", "Григорівна"),
    ("Вадим", "Леонтійович"), ("Інна", "Степанівна"), ("Микола", "Олегович"),
)  # fmt: skip
STREETS = (
    "Шахтарська", "Миру", "Садова", "Шевченка", "Зелена", "Ювілейна", "Чернишевського",
)  # fmt: skip
MATTERS = {
    "Немає води": "Прошу відновити водопостачання у нашому будинку: води немає від учора.",
    "яма на дорозі": "На дорозі навпроти нашого будинку велика яма, прошу її засипати.",
    "ліхтар": "Біля нашого будинку другий місяць не горить ліхтар, темно. Прошу полагодити.",
    "Сміття": "Третій тиждень не вивозять сміття з контейнерів біля нашого будинку. Наведіть лад.",
    "опалення": "Ледь теплі батареї в усій квартирі, прошу перевірити опалення у нашому будинку.",
    "ліфт": "Ліфт у нашому під'їзді не працює з понеділка, людей усередині немає. Прошу ремонту.",
    "немає світла": "У нашому будинку з ранку немає світла, сусідні стоять зі світлом.",
    "дерево": "Просимо обрізати старе дерево біля нашого будинку, гілки вже торкаються вікон.",
}
EMERGENCY = {
    "запах газу": "У під'їзді дуже сильно пахне газом, тхне з підвалу. Люди бояться вмикати світло."
}
FURTHER = (
    "Про це вже говорили сусідам і старшій по будинку, проте нічого не змінилося.",
    "Минулого тижня телефонували до диспетчерської, де пообіцяли прислати майстра.",
    "У нас двоє малих дітей, а на першому поверсі живе людина похилого віку.",
    "Розуміємо, що часи важкі, і дуже цінуємо роботу всіх, хто залишається в місті.",
    "Якщо потрібні додаткові відомості або світлини, надамо їх за першою вимогою.",
    "Прошу повідомити, коли саме будуть виконані роботи, і хто за них відповідає.",
    "Чекаємо на відповідь електронною поштою, бо вдень до телефону підійти не можемо.",
    "Подібне траплялося і навесні, тоді бригада приїхала того самого дня, за що дякуємо.",
)
WAYS = (  # charset and transfer encoding, as mail programs choose them
    ("utf-8", "base64"), ("utf-8", "quoted-printable"), ("utf-8", "8bit"),
    ("windows-1251", "base64"), ("windows-1251", "8bit"), ("koi8-u", "quoted-printable"),
)  # fmt: skip
PDF = files("ops.demo").joinpath("zvernennia.pdf").read_bytes()


class Hand:
    """One writer: his name, home and words follow from his number alone."""

    def __init__(self, number: int, matters: Mapping[str, str] = MATTERS) -> None:
        self.number = number
        self.dice = random.Random(number)
        first, middle = self.dice.choice(NAMES)
        self.name = f"{self.dice.choice(SURNAMES)} {first} {middle}"
        self.home = f"вул. {self.dice.choice(STREETS)}, {self.dice.randrange(1, 90)}"
        self.phone = f"050{number % 10**7:07}"
        self.address = f"writer{number}@example.org"
        self.subject, self.ask = self.dice.choice(sorted(matters.items()))

    def story(self) -> str:
        """What he asks, in 300 to 1,500 characters."""
        rest = self.dice.sample(FURTHER, self.dice.randrange(2, len(FURTHER)))
        return "\n".join(
            ["Доброго дня!", self.ask, " ".join(rest), "З повагою,", self.name,
             f"м. Селидове, {self.home}, кв. {self.dice.randrange(1, 99)}", f"тел. {self.phone}"]
        )  # fmt: skip

    def letter(self, sender: str, subject: str) -> EmailMessage:
        """The header of a letter as our own mail server hands it over."""
        letter = EmailMessage(policy=policy.SMTP)
        domain = sender.rpartition("@")[2].strip(">")
        letter["Authentication-Results"] = f"mx.{DOMAIN}; dmarc=pass header.from={domain}; spf=pass"
        letter["From"] = sender
        letter["To"] = f"contact@{DOMAIN}"
        letter["Subject"] = subject
        letter["Date"] = format_datetime(FIRST + timedelta(seconds=97 * self.number))
        letter["Message-ID"] = f"<{self.number}.bench@{domain}>"
        return letter


def text(number: int) -> bytes:
    """A citizen's letter in one of the charsets and encodings that are about."""
    return _text(Hand(number)).as_bytes()


def _text(hand: Hand) -> EmailMessage:
    letter = hand.letter(f"{hand.name} <{hand.address}>", hand.subject)
    charset, encoding = hand.dice.choice(WAYS)
    letter.set_content(hand.story(), charset=charset, cte=encoding)
    return letter


def html(number: int) -> bytes:
    """Plain words and the same as HTML, as webmail writes them."""
    hand = Hand(number)
    letter = hand.letter(f"{hand.name} <{hand.address}>", hand.subject)
    story = hand.story()
    letter.set_content(story)
    letter.add_alternative("<p>" + story.replace("\n", "</p><p>") + "</p>", subtype="html")
    letter.set_boundary(f"bench-{number}")
    return letter.as_bytes()


def pdf(number: int) -> bytes:
    """A letter with a one-page PDF; no two PDFs are the same bytes."""
    letter = _text(Hand(number))
    octets = PDF + f"\n% {number}\n".encode()
    letter.add_attachment(octets, "application", "pdf", filename="Звернення.pdf")
    letter.set_boundary(f"bench-{number}")
    return letter.as_bytes()


def emergency(number: int) -> bytes:
    """Danger to life, which leaders are to hear of at once."""
    return _text(Hand(number, EMERGENCY)).as_bytes()


def form(number: int) -> bytes:
    """A form of the city's site."""
    hand = Hand(number)
    letter = hand.letter(FORMS, "Звернення з сайту")
    letter["Reply-To"] = hand.address
    letter.set_content(
        f"Прізвище, ім'я, по батькові: {hand.name}\nАдреса: м. Селидове, {hand.home}\n"
        f"Телефон: {hand.phone}\nE-mail: {hand.address}\nТекст звернення: {hand.ask}\n"
    )
    return letter.as_bytes()


def note(number: int) -> bytes:
    """An operator's note of a telephone call."""
    hand = Hand(number)
    letter = hand.letter(f"Мороз Ірина <{OPERATOR}>", "Телефонне звернення")
    letter.set_content(
        f"ПІБ: {hand.name}\nАдреса: м. Селидове, {hand.home}\nТелефон: {hand.phone}\n"
        f"Суть: {hand.ask}\n"
    )
    return letter.as_bytes()


def texts(count: int, pdfs: int = 0) -> Iterator[bytes]:
    """Letters of as many citizens; `pdfs` of each hundred bring a PDF along."""
    for number in range(count):
        yield pdf(number) if number * pdfs // 100 != (number + 1) * pdfs // 100 else text(number)


MIXTURE: tuple[Callable[[int], bytes], ...] = (
    *(text, text, text, html, form, text, note, text, html, text),
    *(text, form, pdf, text, note, text, emergency, html, form, text),
)


def varied(count: int) -> Iterator[bytes]:
    """All kinds of letters; each twelfth is the delivery of an earlier one once more."""
    made: list[bytes] = []
    for number in range(count):
        again = number % 12 == 11
        made.append(made[number // 2] if again else MIXTURE[number % len(MIXTURE)](number))
        yield made[-1]
