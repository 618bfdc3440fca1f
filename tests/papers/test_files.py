"""Papers as files, read back: PDF by pdfplumber, DOCX by docx2python, XLSX by its own XML."""

from __future__ import annotations

import dataclasses
import io
import os
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from docx2python import docx2python

from mailflows.papers.card import Card, card
from mailflows.papers.naming import Naming
from mailflows.papers.register import Line, line, parse_period
from tests.papers import given

try:
    from mailflows.papers import docx, pdf, xlsx
except OSError as fault:  # Debian's Pango is not there
    if os.environ.get("CI"):
        raise
    pytest.skip(f"no PDF: {fault}", allow_module_level=True)

NAMING = Naming(given.POLICY)
NOVEMBER = parse_period("2026-11")
HOSTILE = (
    "=cmd|'/c calc'!A1 <b>{{7*7}}</b> {% for one in steps %} {_{ }_} & \"' ]]> &lt; "
    "<img src='file:///etc/passwd'><a href='http://evil.example/'>"
)


def made(**changed: Any) -> Card:
    return card(given.dossier(**changed), given.POLICY, given.NOW)


def hostile(words: str) -> Card:
    who = replace(given.APPLICANT, name=words, street=words, email=f"{words}@evil.example")
    file = given.dossier(applicant=who, text=words, subject=words, result=words)
    letters = tuple(replace(one, recipient=words, fault=words) for one in file.written)
    changes = tuple(replace(one, field="applicant_name", old=words) for one in file.changes)
    return card(replace(file, written=letters, changes=changes), given.POLICY, given.NOW)


def lines(count: int, **changed: Any) -> list[Line]:
    return [line(given.registered(n, **changed), NAMING) for n in range(1, count + 1)]


def pages(data: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(data)) as opened:
        return [(page.extract_text() or "").replace("\u200b", "") for page in opened.pages]


def words_of(data: bytes) -> str:
    with docx2python(io.BytesIO(data)) as opened:
        return str(opened.text)


def bare(text: str) -> str:
    """Without blanks: where lines break does not count."""
    return re.sub(r"[\s\u200b]", "", text)


def test_a_card_on_paper() -> None:
    data = pdf.card_pdf(made())
    told = pages(data)
    assert "РЕЄСТРАЦІЙНО-КОНТРОЛЬНА КАРТКА" in told[0]
    assert "№ Ґ-0123/26" in told[0] and "КОНФІДЕНЦІЙНО" in told[0]
    assert "Ґалаґан-Їжакевич Єва Олександрівна" in told[0]
    assert "З контролю зняв" in "".join(told)
    assert f"стор. 1 з {len(told)}" in told[0]
    assert "Хід розгляду" in "".join(told) and "мого прізвища сусідам" in told[-1]
    assert data == pdf.card_pdf(made()), "the same card gives other bytes"
    with pdfplumber.open(io.BytesIO(data)) as opened:
        assert {"OutputIntents", "Metadata"} <= opened.doc.catalog.keys(), "no PDF/A"


def test_a_card_as_docx() -> None:
    told = words_of(docx.card_docx(made()))
    for words in ("РЕЄСТРАЦІЙНО-КОНТРОЛЬНА КАРТКА", "Ґ-0123/26", "КОНФІДЕНЦІЙНО", "КП «Водоканал»",
                  "просить продовжити", "Прошу не називати", "З контролю зняв"):  # fmt: skip
        assert words in told.replace("\u00a0", " "), words
    assert "{{" not in told and "{%" not in told


@pytest.mark.parametrize("state", ["in-work", "closed"])
def test_an_empty_appeal_makes_papers_too(state: str) -> None:
    bare_one = given.appeal(
        applicant=replace(given.APPLICANT, **dict.fromkeys(given.APPLICANT.__slots__)),
        topic=None, text="", state=state, result=None, result_by=None, closed_at=None,
    )  # fmt: skip
    told = card(given.Dossier(bare_one), given.POLICY, given.NOW)
    result = "розгляд триває" if state == "in-work" else "розгляд завершено"
    for words in ("".join(pages(pdf.card_pdf(told))), words_of(docx.card_docx(told))):
        assert "Доручень немає" in words and result in words and "Ґ-0123/26" in words
        assert "Зміни строків" not in words


def test_hostile_words_stay_words() -> None:
    told = hostile(HOSTILE)
    on_paper = bare("".join(pages(pdf.card_pdf(told))))
    assert bare("{{7*7}}</b> {% for one in steps %}") in on_paper
    assert "49" not in on_paper.replace("049", "")
    made_docx = docx.card_docx(told)
    assert "{{7*7}}" in words_of(made_docx)
    with zipfile.ZipFile(io.BytesIO(made_docx)) as archive:
        assert b"evil.example/'" not in archive.read("word/_rels/document.xml.rels")


def test_control_characters_and_endless_words_do_not_break_a_paper() -> None:
    told = hostile("\x00\x07\x0b\x0c\x1b\ufffe\u202e" + "щ" * 100_000)
    assert len(pages(pdf.card_pdf(told))) < 25
    assert "щщщ" in words_of(docx.card_docx(told))


def test_nothing_is_fetched() -> None:
    with pytest.raises(ValueError, match="fetches nothing"):
        pdf._Nothing().fetch("file:///etc/passwd")
    with pytest.raises(ValueError, match="fetches nothing"):
        pdf._Nothing().fetch("data:text/plain,x")


def test_a_councils_own_layout_and_its_faults(tmp_path: Path) -> None:
    from docx import Document

    def layout(words: str) -> Path:
        document = Document()
        document.add_paragraph(words)
        document.save(str(tmp_path / "own.docx"))
        return tmp_path / "own.docx"

    own = layout("Картка {{ number }}: {{ applicant }}")
    assert "Картка Ґ-0123/26: <b>" in words_of(docx.card_docx(hostile("<b>&"), own))
    for words, said in (
        ("{{ nubmer }}", "nubmer"),
        ("{% for one in steps %}", "endfor|end of template"),
        ("{{ number.__class__.__mro__ }}", "unsafe|undefined|__class__"),
    ):
        with pytest.raises(docx.BadLayout, match=said):
            docx.card_docx(made(), layout(words))
    (tmp_path / "text.docx").write_text("no zip")
    for path in (tmp_path / "text.docx", tmp_path / "none.docx"):
        with pytest.raises(docx.BadLayout, match="no DOCX file"):
            docx.card_docx(made(), path)


def test_the_register_on_paper() -> None:
    told = pages(pdf.register_pdf(lines(25), NOVEMBER, NAMING, given.NOW))
    assert "ЖУРНАЛ РЕЄСТРАЦІЇ ЗВЕРНЕНЬ ГРОМАДЯН" in told[0]
    assert "за листопад 2026 року: 25 звернень" in told[0].replace("\u00a0", " ")
    assert all("Відмітка про" in page and "Індекс" in page for page in told), "a head is missing"
    assert f"стор. {len(told)} з {len(told)}" in told[-1]
    assert "3 листопада 2026 року (вівторок)" in "".join(told).replace("\u00a0", " ")
    numbers = re.findall(r"Ґ-00\d\d/26", "".join(told))
    assert numbers == [f"Ґ-{n:04d}/26" for n in range(1, 26)]
    assert len(told) > 2


def test_an_empty_register_on_paper() -> None:
    assert "немає" in pages(pdf.register_pdf([], NOVEMBER, NAMING, given.NOW))[0]


def test_too_long_a_register_is_refused_at_once() -> None:
    one = lines(1)[0]
    with pytest.raises(ValueError, match="2000"):
        pdf.register_pdf((one for _ in range(10**9)), NOVEMBER, NAMING, given.NOW)


def test_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    who = replace(given.APPLICANT, name=HOSTILE, email="@SUM(1)", phone="+380501112233")
    rows = [
        *lines(3),
        line(given.registered(4, applicant=who, text="-1+1\x0b\ufffe"), NAMING, whole=True),
    ]
    assert xlsx.register_xlsx(path, iter(rows), NOVEMBER, NAMING) == 4
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
        names = archive.namelist()
    assert "<f>" not in sheet and "<hyperlink" not in sheet
    assert "=cmd|'/c calc'!A1 &lt;b&gt;{{7*7}}" in sheet
    assert 't="inlineStr"' in sheet and "\x0b" not in sheet and "\ufffe" not in sheet
    assert 'quotePrefix="1"' in styles and "dd.mm.yyyy hh:mm" in styles
    assert sheet.count("<row ") == 5 and "autoFilter" in sheet and 'state="frozen"' in sheet
    assert not any("vba" in name or "externalLink" in name for name in names)


def test_who_asked_not_to_be_named_stands_in_the_register_without_his_data() -> None:
    told = "\n".join(map(str, dataclasses.astuple(line(given.registered(1), NAMING)))).casefold()
    for trace in ("ґалаґан", "їжакевич", "олександрівн", "111-22-33", "кв. 47", "ветеран"):
        assert trace not in told
    assert "конфіденційно" in told
    whole = line(given.registered(1), NAMING, whole=True)
    assert whole.applicant.startswith("Ґалаґан")
    named = line(given.registered(1, confidential=False), NAMING)
    assert named.applicant == whole.applicant
