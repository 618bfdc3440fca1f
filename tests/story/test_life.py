"""One appeal's whole life on real servers, and its card and journal that prove it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pdfplumber
import pytest
from typer.testing import CliRunner

from mailflows.vocabulary import AppealState, ReferralState
from ops.main import app
from store import database, rows
from tests.story.lab import Lab, taps_of
from tests.story.test_answers import ASKS_IN_WRITING, SIGNED, bring, command, newest
from tests.story.test_story import balanced, number_in, states

pytestmark = [pytest.mark.servers, pytest.mark.postgres, pytest.mark.timeout(300)]


def run(lab: Lab, *words: str) -> tuple[int, str]:
    """A command of the administrator: its exit code and what it prints."""
    found = CliRunner().invoke(app, [*words, "--settings", str(lab.folder / "settings.ini")])
    return found.exit_code, found.output


def test_refused_extended_disputed_reworked_answered_and_rated(lab: Lab, tmp_path: Path) -> None:
    lab.post(lab.write("citizen", "Немає води", ASKS_IN_WRITING, name="Ганна Коваленко"))
    lab.work()
    number = number_in(lab.inbox("citizen", 1)[0])

    referral = lab.inbox("vodokanal", 1)[0]
    lab.answer("vodokanal", referral, "Не наше: це ввід дільниці газопостачання, зверніться туди.")
    lab.work()
    assert states(lab, number)[1] == [ReferralState.DECLINED]
    command(lab, number, "виконавець газопостачання")
    assert states(lab, number)[1] == [ReferralState.DECLINED, ReferralState.SENT]

    given = lab.inbox("gas", 1)[-1]
    until = f"{lab.now() + timedelta(days=3):%d.%m.%Y}"
    lab.answer("gas", given, f"Просимо продовжити строк до {until}: чекаємо на труби.")
    lab.work()
    asked = newest(lab, "utilities", 1, number)
    lab.tap("utilities", asked, next(one for _, one in taps_of(asked) if until in one))
    lab.work()

    lab.answer("gas", given, "Виконано. Трубу замінено, воду подано.")
    lab.work()
    lab.tap("citizen", newest(lab, "citizen", 2, "виконання"), "не виконано")
    lab.work()
    rework = newest(lab, "gas", 2, "оопрацю")
    lab.answer("gas", rework, "Виконано. Засувку відкрито, тиск перевірено при заявниці.")
    lab.work()
    assert states(lab, number)[0] is AppealState.IN_CHECK

    command(lab, number, "Підготуй відповідь")
    bring(lab, newest(lab, "operator", 3, "Проєкт відповіді"), "", ("Відповідь.pdf", SIGNED))
    lab.work()
    answer = newest(lab, "citizen", 4, "Відповідь на Ваше звернення")
    lab.tap("citizen", answer, "оцінка 4")
    lab.work()
    assert states(lab, number)[0] is AppealState.CLOSED
    assert balanced(lab)

    code, said = run(lab, "journal", "verify")
    assert code == 0, said
    paper = tmp_path / "card.pdf"
    code, said = run(lab, "card", number, "--format", "pdf", "-o", str(paper))
    assert code == 0, said
    with pdfplumber.open(paper) as pages:
        words = " ".join(page.extract_text() for page in pages.pages)
    for told in ("Ввід дільниці", "чекаємо на труби"):
        assert told.casefold() not in words.casefold(), "the card tells codes, not letters"
    for told in (number, "КП «Водоканал»", "Дільниця газопостачання", "Відповідь.pdf"):
        assert told in words

    with database.session(), database.transaction():
        (line,) = rows.run('SELECT max("id") - 20 FROM "journal"').fetchone()
        rows.run('UPDATE "journal" SET "detail" = ? WHERE "id" = ?', "closed", line)
    code, said = run(lab, "journal", "verify")
    assert code == 1
    assert str(line) in said
