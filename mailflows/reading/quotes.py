"""The new words of a letter apart from quotation, signature and the letter sent on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mailflows.reading import marks, signature
from mailflows.reading.header_blocks import header_block
from mailflows.reading.limits import MAX_DEPTH, MAX_LINES
from mailflows.reading.marks import Mark, Sign
from mailflows.reading.signature import MAX_SIGNATURE_LINES

_LETTER_CHARACTERS = 300  # a covering note is shorter
_SENTENCE_ENDS = (".", "!", "?", ":", ";")


@dataclass(frozen=True, slots=True)
class Original:
    """A letter sent on inside the text: its header fields by kind, and its words."""

    fields: tuple[tuple[str, str], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Split:
    """A text taken apart; nothing of it is lost except legal footers."""

    text: str
    quoted: str = ""
    signature: str = ""
    original: Original | None = None


def split(body: str, *, reply: bool, forward: bool) -> Split:
    """Takes `body` apart by the marks of mail programs; a text without marks stays whole.

    `reply` and `forward` say what headers and subject say of the letter.
    """
    lines = body.split("\n")[:MAX_LINES]
    mark = marks.find(lines, 0, sure=reply or forward)
    if mark is None:
        return _unmarked(lines, reply=reply)
    if _is_forward(mark, lines, reply=reply, forward=forward):
        return _forwarded(lines, mark)
    return _answered(lines, mark, reply=reply)


def _is_forward(mark: Mark, lines: Sequence[str], *, reply: bool, forward: bool) -> bool:
    if mark.sign is Sign.FORWARD:
        return True
    if forward:
        return True
    if mark.sign is Sign.INTRO:
        return False
    return not reply and mark.sign is Sign.HEADERS and not _filled(lines[: mark.start])


def _unmarked(lines: Sequence[str], *, reply: bool) -> Split:
    """Without a mark only ">" tells a quotation, and only in a reply."""
    if not reply or not any(_is_quoted(line) for line in lines):
        new, signed = signature.cut(lines)
        return Split(_joined(new), "", _joined(signed))
    first = next(index for index, line in enumerate(lines) if _is_quoted(line))
    return _between(lines[:first], [], lines[first:])


def _answered(lines: Sequence[str], mark: Mark, *, reply: bool) -> Split:
    before, intro, after = lines[: mark.start], lines[mark.start : mark.end], lines[mark.end :]
    if any(_is_quoted(line) for line in after):
        return _between(before, intro, after)
    if not _filled(before):
        place = _below_signature(after)
        before, after = after[place:], after[:place]
    new, signed = signature.cut(_without_rule(before))
    quoted = signature.trim([*intro, *after])
    return Split(_joined(new), _joined(quoted), _joined(signed))


def _below_signature(lines: Sequence[str]) -> int:
    """Where words stand below the signature that closes an unmarked quotation.

    Only so can an answer below it be told from the quotation; the length when there is none.
    """
    for index in range(len(lines) - 1, -1, -1):
        if not signature.is_delimiter(lines[index]):
            continue
        below = range(index + 2, min(len(lines), index + MAX_SIGNATURE_LINES))
        place = next((at for at in below if not lines[at].strip()), len(lines))
        if any(line.strip() for line in lines[place:]):
            return place
    return len(lines)


def _between(before: Sequence[str], intro: Sequence[str], after: Sequence[str]) -> Split:
    """New words above, between and below lines that begin with ">"."""
    top, top_signature = signature.cut(_without_rule(before))
    quoted = list(intro)
    answers: list[str] = []
    following_mark = marks.find(after, 0, sure=True, quoted=False)
    limit = following_mark.start if following_mark else len(after)
    for index, line in enumerate(after[:limit]):
        if _is_quoted(line) or _is_wrapped_rest(after, index):
            quoted.append(line)
            if answers and answers[-1]:
                answers.append("")
        else:
            answers.append(line)
    quoted += after[limit:]
    low, low_signature = signature.cut(_without_rule(answers), continued=bool(top))
    text = _joined([*top, "", *low] if top and low else [*top, *low])
    signed = [*top_signature, *low_signature]
    return Split(text, _joined(signature.trim(quoted)), _joined(signed))


def _is_wrapped_rest(lines: Sequence[str], index: int) -> bool:
    """Whether an unmarked line is the end of a long quoted line that a program wrapped."""
    if not 0 < index < len(lines) - 1 or not lines[index].strip():
        return False
    before, line, after = lines[index - 1], lines[index], lines[index + 1]
    broken_off = not before.rstrip().endswith(_SENTENCE_ENDS)
    return (
        _is_quoted(before)
        and _is_quoted(after)
        and 60 <= len(before) <= 90
        and len(line) <= (60 if broken_off else 40)
        and line[:1].islower()
    )


def _forwarded(lines: Sequence[str], mark: Mark) -> Split:
    note, signed = signature.cut(_without_rule(lines[: mark.start]))
    inner, rest = _inner(lines[mark.end :])
    fields, notes, inner_quoted = mark.fields, [_joined(note)], ""
    if mark.sign is Sign.INTRO:
        text = " ".join(line.strip() for line in lines[mark.start : mark.end])
        fields = (("from", text), ("date", text))
    elif not fields:
        fields, inner = _late_fields(inner)
    for _ in range(MAX_DEPTH):
        deeper = marks.find(inner, 0, sure=True)
        if deeper is None or (deeper.sign is Sign.FORWARD and _own_words(inner, deeper)):
            break
        if deeper.sign is Sign.FORWARD or (
            deeper.sign in {Sign.HEADERS, Sign.ORIGINAL} and not _filled(inner[: deeper.start])
        ):
            between, _ = signature.cut(_without_rule(inner[: deeper.start]))
            notes.append(_joined(between))
            inner, more = _inner(inner[deeper.end :])
            rest, fields = [*rest, *more], deeper.fields or fields
            continue
        cut = _answered(inner, deeper, reply=True)
        inner, inner_quoted = [*cut.text.split("\n"), "", *cut.signature.split("\n")], cut.quoted
        break
    below, _ = signature.cut(rest)
    text = "\n\n".join(one for one in [*notes, _joined(below)] if one)
    clean = signature.trim(signature.without_legal_footer(inner))
    return Split(text, inner_quoted, _joined(signed), Original(fields, _joined(clean)))


def _own_words(inner: Sequence[str], deeper: Mark) -> bool:
    """Whether the one who sent it on wrote a letter of his own above, not a covering note."""
    above = len(_joined(inner[: deeper.start]))
    return above >= _LETTER_CHARACTERS and above >= len(_joined(inner[deeper.end :]))


def _inner(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The letter sent on without its common ">", and what stands below its end mark."""
    filled = [line for line in lines if line.strip()]
    quoted = [line for line in filled if _is_quoted(line)]
    if filled and _is_quoted(filled[0]) and len(quoted) >= 0.5 * len(filled):
        lines = [_unquoted(line) for line in lines]
    for index, line in enumerate(lines):
        if marks.is_end(line):
            return list(lines[:index]), list(lines[index + 1 :])
    return list(lines), []


def _late_fields(inner: list[str]) -> tuple[tuple[tuple[str, str], ...], list[str]]:
    """Header fields that stand quoted below the separator, or an introduction (Yandex)."""
    end, fields = header_block(inner, 0, least=1)
    if fields:
        return fields, inner[end:]
    first = next((index for index, line in enumerate(inner) if line.strip()), None)
    if first is None:
        return (), inner
    mark = marks.at(inner, first, sure=True)
    if mark is None or mark.sign is not Sign.INTRO:
        return (), inner
    text = " ".join(line.strip() for line in inner[mark.start : mark.end])
    return (("from", text), ("date", text)), [_unquoted(line) for line in inner[mark.end :]]


def _without_rule(lines: Sequence[str]) -> list[str]:
    end = len(lines)
    while end and (not lines[end - 1].strip() or marks.is_rule(lines[end - 1])):
        end -= 1
    return signature.trim(lines[:end])


def _filled(lines: Sequence[str]) -> bool:
    return any(line.strip() and not marks.is_rule(line) for line in lines)


def _is_quoted(line: str) -> bool:
    return line.startswith(">") or line[:4].lstrip().startswith(">")


def _unquoted(line: str) -> str:
    stripped = line.lstrip()
    if not stripped.startswith(">"):
        return line
    stripped = stripped[1:]
    return stripped[1:] if stripped.startswith(" ") else stripped


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip()
