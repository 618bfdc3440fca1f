"""Words of a DOCX file; those of its pictures when it holds nothing else."""

from __future__ import annotations

import re
from io import BytesIO

from docx2python import docx2python

from mailflows.letter import DocumentText
from mailflows.reading.archives import fault_of, members
from mailflows.reading.pictures import read_picture, together
from mailflows.reading.scans import MAX_SCANNED_PAGES

_FEW_WORDS = 12  # a document of fewer with pictures in it is its pictures
_WORD = re.compile(r"\w\w+")
_MANY_BREAKS = re.compile(r"\n{3,}")
_MARK = re.compile(r"----[^\n]{0,200}?----")  # where docx2python found a picture or a note


def read_docx(content: bytes, until: float) -> DocumentText:
    """Words of the body, headers, tables and text boxes; of its pictures when there are none.

    Faults "broken", "encrypted", "too-big", "read-in-part" and those of OCR.
    """
    fault = fault_of(content)
    if fault:
        return DocumentText(fault=fault)
    with docx2python(BytesIO(content), html=False) as document:
        text = _MANY_BREAKS.sub("\n\n", _MARK.sub("", document.text))
    if len(_WORD.findall(text)) >= _FEW_WORDS:
        return DocumentText(text)
    pictures = members(content, "word/media/")
    read = [read_picture(one, until) for _, one in pictures[:MAX_SCANNED_PAGES]]
    found = together([DocumentText(text), *read], whole=len(pictures) <= MAX_SCANNED_PAGES)
    return DocumentText(found.text.strip(), found.ocr, found.fault)
