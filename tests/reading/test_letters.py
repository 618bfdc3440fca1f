"""Whole letters of the kinds that come: what is new in them, and what is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mailflows.letter import Letter, Mailbox


@pytest.mark.parametrize(
    ("name", "has", "lacks"),
    [
        ("bottom-posted-thunderbird", "усунуто", "Заявник: Савицький"),
        ("bottom-posted-below-signature", "не вважаю", "сміття вивезено"),
        ("top-posted-gmail", "Порив на вводі усунуто", "Заявниця просить"),
        ("reply-iphone", "Прийнято в роботу", "вода тече у двори"),
        ("inline-answers-flowed", "виконано частково", "Заявник: Гайдук"),
        ("reply-roundcube", "слід подати до сервісного центру", "Суть:"),
        ("reply-outlook-english", "продовжити строк виконання", "Лапшин"),
        ("reply-outlook-express-cp1251", "роботи не виконано", "Достатньо першого рядка"),
        ("legal-footer", "Реле замовлено", "є конфіденційними"),
        ("iphone-footer", "застрягли в ліфті", "Надіслано з iPhone"),
        ("koi8u-undeclared", "планове відключення", "\ufffd"),
        ("koi8u-declared", "з хвостом", "\ufffd"),
        ("cp1251-without-mime", "висит на арматуре", "\ufffd"),
        ("html-only", "вкрали кришку люка", "<"),
        ("useless-plain-part", "призначити соціального робітника", "<"),
    ],
)
def test_new_words(stored: Callable[[str], Letter], name: str, has: str, lacks: str) -> None:
    found = stored(name)
    assert has in found.text
    assert lacks not in found.text
    assert "unread" not in found.defects


def test_a_photo_above_a_quotation_has_no_words(stored: Callable[[str], Letter]) -> None:
    found = stored("photo-without-words")
    assert found.text == ""
    assert [one.type for one in found.attachments] == ["image/jpeg"]


def test_a_quotation_cut_away_is_kept_apart(stored: Callable[[str], Letter]) -> None:
    found = stored("inline-answers-flowed")
    assert "Строк: до 19.11.2026" in found.quoted
    assert "діловод Шевців Оксана" in found.signature
    assert "Строк нам підходить." in found.text


def test_a_subject_cut_inside_characters(stored: Callable[[str], Letter]) -> None:
    assert (
        stored("subject-cut-inside-characters").subject == "Re: [К-0138/26] Доручення: стая собак"
    )


@pytest.mark.parametrize(
    ("name", "sender", "has"),
    [
        ("forward-gmail", Mailbox("Олена Лисенко", "olena.lysenko.priv@gmail.com.example"), "рейс"),
        ("forward-owa-table", Mailbox("Чергова", "lysenko@selydove-rada.example"), "викреслили"),
        ("nested-rfc822", Mailbox("Лисенко Олена", "lysenko@selydove-rada.example"), "Очередь"),
    ],
)
def test_forwards(stored: Callable[[str], Letter], name: str, sender: Mailbox, has: str) -> None:
    found = stored(name).forwarded
    assert found is not None
    assert found.sender == sender
    assert has in found.text


def test_the_digest_tells_letters_apart_but_not_deliveries(letter: Callable[..., Letter]) -> None:
    head = "From: a@b.c\nDate: Wed, 25 Nov 2026 10:00:00 +0200\nSubject: Вода"
    first = letter(head, "Немає води.")
    again = letter("Received: from x\nX-Spam: no\n" + head, "Немає води.\n")
    other = letter(head, "Немає світла.")
    assert first.digest == again.digest != other.digest


@pytest.mark.parametrize(
    "html",
    [
        '<div dir="ltr">Виконано.</div><br><div class="gmail_quote"><div class="gmail_attr">пн, 23'
        " лист. 2026 р. о 14:05 Центр &lt;<a>c@d.e</a>&gt; пише:<br></div>"
        '<blockquote class="gmail_quote">Заявник: Гайдук</blockquote></div>',
        "<div>Виконано.</div><hr><div id=divRplyFwdMsg><b>Від:</b> Центр &lt;c@d.e&gt;<br>"
        "<b>Надіслано:</b> 23 листопада 2026 р. 14:05<br><b>Кому:</b> X<br><b>Тема:</b> Вода</div>"
        "<div>Заявник: Гайдук</div>",
        "<p>Виконано.</p><blockquote type=cite><div>23 лист. 2026 р. о 14:05 Центр &lt;c@d.e&gt;"
        " пише:</div><div>Заявник: Гайдук</div></blockquote>",
        '<div class="moz-cite-prefix">23.11.26 14:05, Центр:</div><blockquote type="cite">'
        "<p>Заявник: Гайдук</p></blockquote><p>Виконано.</p>",
        '<p id="reply-intro">2026-11-23 14:05, c@d.e написав:</p><blockquote type="cite">'
        "Заявник: Гайдук</blockquote><p>Виконано.</p>",
        "<p>23.11.2026, 14:05, Центр &lt;c@d.e&gt; пише:</p><blockquote style='margin:0;"
        "border-left:1px solid #ccc'>Заявник: Гайдук</blockquote><p>Виконано.</p>",
        "<p>Виконано.</p><p>--- Оригінальне повідомлення ---<br>Від кого: c@d.e<br>"
        "Дата: 23 листопада 2026, 14:05:05</p><p>Заявник: Гайдук</p>",
        "<p>Виконано.</p><div><div style='border-top:solid'><p><b>From:</b> Центр &lt;c@d.e&gt;<br>"
        "<b>Sent:</b> Monday, November 23, 2026 2:05 PM<br><b>To:</b> X<br><b>Subject:</b> В</p>"
        "</div></div><p>Заявник: Гайдук</p>",
    ],
)
def test_html_replies(letter: Callable[..., Letter], html: str) -> None:
    head = "From: a@b.c\nIn-Reply-To: <1@d.e>\nContent-Type: text/html; charset=utf-8"
    found = letter(head, html)
    assert found.text == "Виконано."
    assert "Заявник: Гайдук" in found.quoted
    assert found.html


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none">СЕКРЕТ</div>',
        '<span style="font-size:0px;color:#fff">СЕКРЕТ</span>',
        "<script>СЕКРЕТ</script>",
        "<style>СЕКРЕТ{}</style>",
        "<p hidden>СЕКРЕТ</p>",
        "<!-- СЕКРЕТ -->",
        "<title>СЕКРЕТ</title>",
    ],
)
def test_hidden_html_is_not_read(letter: Callable[..., Letter], hidden: str) -> None:
    found = letter("From: a@b.c\nContent-Type: text/html; charset=utf-8", f"{hidden}<p>Вода</p>")
    assert found.body == "Вода"
