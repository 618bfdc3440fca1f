"""Web forms of many layouts, with what the citizen filled in."""

# ruff: noqa: E501 - the lines of letters are kept whole
from __future__ import annotations

from dataclasses import dataclass

from mailflows.facts import Applicant, Place
from mailflows.vocabulary import Kind


@dataclass(frozen=True)
class Form:
    """The robot's words and what they say; a field that is None is not looked at."""

    words: str
    applicant: Applicant
    has: str = ""
    lacks: str = "\0"
    reply_to: str = ""
    kind: Kind | None = None
    answer: str | None = None
    consent: bool | None = None
    place: Place | None = None


FORMS = [
    Form(
        "From: Іван Петренко <ivan@gmail.example>\nSubject: Сміття\n\nMessage Body:\nНе вивозять сміття на Садовій 5.\n\n-- \nThis e-mail was sent from a contact form on Рада (https://x.example)",
        Applicant(name="Петренко Іван", email="ivan@gmail.example"),
        has="Не вивозять сміття",
        lacks="e-mail was sent",
        reply_to="ivan@gmail.example",
        place=Place(None, "Садова", "5"),
    ),
    Form(
        "От: Сидорова Мария <maria@mail.example>\nТема: Вода\n\nСообщение:\nНет воды второй день, ул. Гоголя 5 кв. 3\n\n--\nЭто сообщение отправлено с сайта Рада (https://x.example)",
        Applicant(
            name="Сидорова Мария", street="Гоголя", house="5", flat="3", email="maria@mail.example"
        ),
        has="Нет воды",
        lacks="отправлено с сайта",
    ),
    Form(
        "Це запит електронної пошти через https://rada.example/ від:\nОлена Ткач <olena@ukr.example>\n\nПрошу повідомити графік прийому міського голови.\nДякую",
        Applicant(name="Ткач Олена", email="olena@ukr.example"),
        has="графік прийому",
    ),
    Form(
        "Петро Гнатюк (https://rada.example/user/5) sent a message using the contact form at https://rada.example/contact.\n\nКоли відремонтують дорогу на Степовій у Вишневому?",
        Applicant(name="Гнатюк Петро", email="petro@x.example"),
        has="Коли відремонтують",
        reply_to="petro@x.example",
    ),
    Form(
        "Отримано нове звернення!\nВід кого: Кравчук Алла\nEmail звернувся: alla@x.example\nЗміст запиту: Як отримати довідку?",
        Applicant(name="Кравчук Алла", email="alla@x.example"),
        has="Як отримати довідку?",
    ),
    Form(
        "Від кого: \nІм'я: Роман Бойко\nEmail: roman@x.example\nТекст повідомлення: \nНе горить ліхтар, вул. Нова 3, Юріївка\n",
        Applicant(name="Бойко Роман", email="roman@x.example"),
        has="Не горить ліхтар",
    ),
    Form(
        "Звернення від клієнта *Оксана*\nИм'я: *Оксана Мельник*\nТелефон: *0501112233*\nТекст звернення: *Прошу прибрати гілки*",
        Applicant(name="Мельник Оксана", phone="+380501112233"),
        has="Прошу прибрати гілки",
    ),
    Form(
        "Прізвище, ім'я, по батькові *: Коваль Ігор Іванович\nМісце проживання (область, район, населений пункт, вулиця, будинок, квартира) *: Донецька область, Покровський район, смт Цукурине, вул. Шкільна, буд. 14, кв. 2\nКонтактний телефон (обов'язково): 066 111 22 33\nE-mail: kovalii@x.example\nТип звернення: Скарга\nТекст звернення *: Скаржусь на відсутність тепла.\nСпосіб отримання відповіді: Укрпошта\nЗгода на обробку персональних даних: так",
        Applicant(
            name="Коваль Ігор Іванович",
            settlement="Цукурине",
            street="Шкільна",
            house="14",
            flat="2",
            phone="+380661112233",
            email="kovalii@x.example",
        ),
        has="Скаржусь на відсутність тепла.",
        kind=Kind.COMPLAINT,
        answer="post",
        consent=True,
    ),
    Form(
        "Ваше ПІБ\n\nДяченко Світлана Олегівна\n\nНомер телефону\n\n+38 (093) 111 22 33\n\nВаша адреса\n\nм. Українськ, вул. Дружби, 4/12\n\nСуть звернення\n\nНе працює ліфт у першому під'їзді.\nПрошу полагодити.\n\nЯк надати відповідь\n\nТелефоном",
        Applicant(
            name="Дяченко Світлана Олегівна",
            settlement="Українськ",
            street="Дружби",
            house="4",
            flat="12",
            phone="+380931112233",
        ),
        has="Не працює ліфт",
        lacks="Телефоном",
        answer="phone",
    ),
    Form(
        "Name: Oleh Savchuk\nPhone: 067-111-22-33\nEmail: o@x.example\nMessage: Potribna dovidka pro sklad simji",
        Applicant(name="Савчук Олег", phone="+380671112233", email="o@x.example"),
        has="Potribna dovidka",
    ),
    Form(
        "Фамилия: Руденко\nИмя: Вера\nОтчество: Павловна\nГород: Селидово\nУлица: Щорса\nДом: 5\nКвартира: 10\nТелефон: 0501112233\nТекст обращения: Прошу отремонтировать подъезд.\nСогласие на обработку персональных данных: Да",
        Applicant(
            name="Руденко Вера Павловна",
            settlement="Селидове",
            street="Щорса",
            house="5",
            flat="10",
            phone="+380501112233",
        ),
        has="отремонтировать подъезд",
        consent=True,
    ),
    Form(
        "Ім'я: Тетяна\nПрізвище: Гончар\nПо батькові: Вікторівна\nНаселений пункт: Новоолексіївка\nВулиця: вул. Центральна\nБудинок: 5\nКорпус: \nКвартира: -\nЕлектронна пошта: tg@x.example\nТема: Освітлення\nЗвернення: На вулиці темно, ліхтарі не горять.",
        Applicant(
            name="Гончар Тетяна Вікторівна",
            settlement="Новоолексіївка",
            street="Центральна",
            house="5",
            email="tg@x.example",
        ),
        has="ліхтарі не горять",
    ),
    Form(
        "Обращение 124: «Яма на дороге»\nАвтор: Степаненко Олег\nДата: 25 March 2026\nРайон: \nАдрес: ул. Соборная, дом 81/83\nТекст: Большая яма у дома.",
        Applicant(name="Степаненко Олег", street="Соборна", house="81/83"),
        has="Большая яма",
    ),
    Form(
        "ПІБ - Лях Ганна Іванівна\nТелефон - 0501112233\nАдреса - с. Петрівка, вул. Садова, 3\nПовідомлення - Прошу вивезти гілки - їх багато",
        Applicant(
            name="Лях Ганна Іванівна",
            settlement="Петрівка",
            street="Садова",
            house="3",
            phone="+380501112233",
        ),
        has="Прошу вивезти гілки - їх багато",
    ),
    Form(
        "ПІБ: анонімно\nТелефон: не вказано\nE-mail: -\nТекст звернення: На Миру 5 наливайка",
        Applicant(),
        has="наливайка",
        place=Place(None, "Миру", "5"),
    ),
    Form(
        "1. Прізвище: Ковтун\n2. Ім'я: Ян\n3. По-батькові: Петрович\n4. Тел.: 0501112233\n5. Питання: Коли відкриють басейн?",
        Applicant(name="Ковтун Ян Петрович", phone="+380501112233"),
        has="Коли відкриють басейн?",
    ),
    Form(
        "Заявник: КОВАЛЕНКО МАРІЯ СТЕПАНІВНА | Телефон: 0501112233 | Адреса: м. Селидове, вул. Миру, 5 | Суть: Немає води",
        Applicant(
            name="Коваленко Марія Степанівна",
            settlement="Селидове",
            street="Миру",
            house="5",
            phone="+380501112233",
        ),
        has="Немає води",
    ),
    Form(
        "Тип звернення\tПропозиція\nПІБ заявника\tДуб Ірина Петрівна\nЕл. пошта\tdub@x.example\nОпис\tПропоную встановити лавки в парку",
        Applicant(name="Дуб Ірина Петрівна", email="dub@x.example"),
        has="встановити лавки",
        kind=Kind.PROPOSAL,
    ),
    Form(
        "Ім'я: Ірина\nEmail: iryna@x.example\nТелефон: 0501112233\nПовідомлення:\nДобрий день!\nПрошу: 1) полагодити дах; 2) вставити вікно.\nАдреса: вул. Паркова 7, кв. 9, Українськ.\nДякую!\n\nIP: 1.2.3.4",
        Applicant(
            name="Ірина",
            settlement="Українськ",
            street="Паркова",
            house="7",
            flat="9",
            phone="+380501112233",
        ),
        has="полагодити дах",
        lacks="1.2.3.4",
    ),
]
