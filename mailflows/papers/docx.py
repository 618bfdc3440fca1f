"""Papers as DOCX from layout files, ours or the council's own: the card, the draft of an answer."""

from __future__ import annotations

import io
from dataclasses import asdict
from pathlib import Path
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

import templates
from mailflows.papers.answer import AnswerDraft
from mailflows.papers.card import Card

LAYOUT = templates.UKRAINIAN / "papers" / "card.docx"
ANSWER_LAYOUT = templates.UKRAINIAN / "papers" / "answer.docx"
"""Our own layouts, which a council may copy and change in a word processor."""


class BadLayout(Exception):
    """The layout file cannot be used; its words say why."""


def card_docx(card: Card, layout: Path = LAYOUT) -> bytes:
    """The card in the layout's looks; raises BadLayout when the layout is broken."""
    return _filled(card, layout)


def answer_docx(answer: AnswerDraft, layout: Path = ANSWER_LAYOUT) -> bytes:
    """The draft of an answer in the layout's looks; raises BadLayout when that is broken."""
    return _filled(answer, layout)


def _filled(values: Card | AnswerDraft, layout: Path) -> bytes:
    """The layout with the values in it.

    Everything a stranger wrote is a value that is escaped, never a part of the layout; a layout
    cannot reach more than the paper's names.
    """
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        document = DocxTemplate(str(layout))
        document.render(asdict(values), environment, autoescape=True)
    except (OpcError, BadZipFile, OSError, KeyError, ValueError) as fault:
        raise BadLayout(f"{layout} is no DOCX file that can be read: {fault}") from None
    except TemplateError as fault:
        raise BadLayout(f"{layout}: {fault.message or type(fault).__name__}") from None
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
