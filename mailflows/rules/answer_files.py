"""Which files of an operator's letter are a signed answer, and what is wrong with the others."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from mailflows.letter import ASICE, PDF, SIGNATURES, Attachment, Document
from mailflows.records import AnswerFile

_OF_THE_LETTER = "smime.p7s"  # signs the letter itself (RFC 8551 3.5.3), not a file in it
_FAULTS = {"encrypted": "file-locked", "broken": "file-broken"}  # a document reader's codes
_ZIP, _DER = b"PK", b"\x30"


@dataclass(frozen=True, slots=True)
class Found:
    """What could be the answer: each group is a document with the signatures that lie beside it.

    `fault` is why nothing of it can go out, a code of words.toml [why], and `name` the file's.
    """

    groups: tuple[tuple[AnswerFile, ...], ...] = ()
    fault: str = ""
    name: str = ""


def find_answers(
    attachments: Sequence[Attachment], documents: Sequence[Document], largest: int
) -> Found:
    """The documents of a letter that can be a signed answer, each to be sent as it is.

    PDF (signed inside, or a scan of the signed paper), CMS signatures (.p7s) and ASiC-E; `largest`
    is the bytes that they may have together. Pictures beside them are a mail program's ornaments.
    """
    files = [one for one in attachments if one.name.lower() != _OF_THE_LETTER]
    apart = [one for one in files if one.type in SIGNATURES and one.seal == "apart"]
    whole = [one for one in files if _is_document(one) and one not in apart]
    if not whole:
        return _none(files, apart)
    read = {one.part: one.fault for one in documents}
    for one in whole:
        fault = _fault(one) or _FAULTS.get(read.get(one.part) or "", "")
        if fault:
            return Found(fault=fault, name=one.name)
    if sum(len(one.content) for one in (*whole, *apart)) > largest:
        return Found(fault="file-large", name=whole[0].name)
    return Found(tuple(_group(one, apart, alone=len(whole) == 1) for one in whole))


def _is_document(file: Attachment) -> bool:
    return file.type in {PDF, ASICE, *SIGNATURES}


def _none(files: Sequence[Attachment], apart: Sequence[Attachment]) -> Found:
    """Nothing that can be an answer: why not, by the first file that was probably meant."""
    if apart:
        return Found(fault="signature-alone", name=apart[0].name)
    meant = next((one for one in files if not one.type.startswith("image/")), None)
    meant = meant or next(iter(files), None)
    if meant is None:
        return Found(fault="no-file")
    return Found(fault="file-type" if meant.content else "file-empty", name=meant.name)


def _fault(file: Attachment) -> str:
    if not file.content.strip():
        return "file-empty"
    beginning = {PDF: b"", ASICE: _ZIP}.get(file.type, _DER)
    wrong = not file.content.startswith(beginning)
    if file.type == PDF:
        wrong = b"%PDF-" not in file.content[:1024]
    return "file-broken" if wrong else ""


def _group(
    document: Attachment, apart: Sequence[Attachment], *, alone: bool
) -> tuple[AnswerFile, ...]:
    """A document with the signatures that are named after it; all of them when it is alone."""
    stem = document.name.rpartition(".")[0].lower() or document.name.lower()
    beside = [one for one in apart if alone or one.name.lower().startswith(stem)]
    return tuple(map(_file, (document, *beside)))


def _file(one: Attachment) -> AnswerFile:
    digest = hashlib.sha256(one.content).hexdigest()
    return AnswerFile(one.part, one.name, len(one.content), digest, one.signers)
