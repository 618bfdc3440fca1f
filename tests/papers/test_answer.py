"""The draft of a signed answer: its words, its DOCX, a council's own layout."""

from __future__ import annotations

import io
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest

from mailflows.papers.answer import AnswerDraft, Report, answer_draft
from mailflows.papers.docx import ANSWER_LAYOUT, BadLayout, answer_docx
from mailflows.vocabulary import Kind, Regime
from tests.papers.given import NOW, POLICY, after, appeal, dossier

MAYOR = replace(POLICY.leaders[0], topics=("*",))
CITY = replace(POLICY, leaders=(MAYOR,))
REPORTS = (
    Report("vodokanal", after(22), "Насос замінено.\n\nТиск у нормі."),
    Report("zhek", after(8), ""),
)


def made(*reports: Report, **changed: Any) -> AnswerDraft:
    found = replace(dossier(), appeal=appeal(**changed))
    return answer_draft(found, reports, CITY.operators[0], CITY, NOW)


def test_the_draft_tells_who_to_whom_on_what_ground_and_what_was_done() -> None:
    draft = made(*REPORTS)
    assert draft.addressee == "Ґалаґан-Їжакевич Єві Олександрівні"
    assert draft.greeting == "Шановна Єво Олександрівно!"
    assert "Ґ-0123/26" in draft.opening
    assert "статей 15, 18 і 20" in draft.opening.replace("\u00a0", " ")
    assert draft.told[0].startswith("КП")
    assert draft.told[1:3] == ("Насос замінено.", "Тиск у нормі.")
    assert "у доданому файлі" in draft.told[3]
    assert "16" in draft.right
    assert (draft.signatory, draft.signed) == ("Міський голова", "Микола САВЧЕНКО")
    assert draft.lacks == ()
    for told in (draft.greeting, draft.opening, *draft.told, draft.right):
        assert told in draft.text


@pytest.mark.parametrize(
    ("changed", "law"),
    [
        ({"kind": Kind.COMPLAINT}, "15, 16, 18 і 20"),
        ({"regime": Regime.INFORMATION_REQUEST}, "доступ до публічної інформації"),
        ({"regime": Regime.DEPUTY_APPEAL}, "статус депутатів"),
        ({"regime": Regime.PETITION}, "Ваш лист"),
        ({"regime": Regime.ADMINISTRATIVE}, "адміністративну процедуру"),
    ],
)
def test_each_regime_has_its_law(changed: dict[str, Any], law: str) -> None:
    assert law in made(**changed).opening.replace("\u00a0", " ")


def test_what_is_not_known_is_told_to_the_operator_and_left_open() -> None:
    who = replace(appeal().applicant, email=None, street=None, name="Галаган Є.")
    draft = made(applicant=who)
    assert draft.lacks == ("доповіді виконавця", "поштової адреси заявника")
    assert draft.told[0].startswith("[Викладіть")
    assert draft.addressee == "Галаган Є."
    assert made(applicant=replace(who, name=None)).greeting == "Доброго дня!"


def test_the_docx_holds_every_word_and_no_stranger_breaks_it() -> None:
    hostile = "{{ 7 * 7 }} <w:p/> & {% for x in y %}"
    draft = made(Report("vodokanal", NOW, hostile), *REPORTS)
    document = python_docx.Document(io.BytesIO(answer_docx(draft)))
    told = [one.text for one in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for wanted in (draft.addressee, draft.greeting, draft.opening, *draft.told, draft.right):
        assert wanted in told
    assert hostile in told
    assert cells == [draft.signatory, draft.signed]


def test_a_broken_layout_says_why(tmp_path: Path) -> None:
    layout = tmp_path / "own.docx"
    with pytest.raises(BadLayout, match=r"own\.docx"):
        answer_docx(made(), layout)
    layout.write_bytes(ANSWER_LAYOUT.read_bytes()[:500])
    with pytest.raises(BadLayout):
        answer_docx(made(), layout)
    own = python_docx.Document()
    own.add_paragraph("{{ no_such_name }}")
    own.save(str(layout))
    with pytest.raises(BadLayout, match="no_such_name"):
        answer_docx(made(), layout)


def test_the_layout_speaks_of_every_name() -> None:
    document = python_docx.Document(str(ANSWER_LAYOUT))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = " ".join([*(one.text for one in document.paragraphs), *cells])
    for name in asdict(made()).keys() - {"lacks", "printed"}:
        assert name in text, name
