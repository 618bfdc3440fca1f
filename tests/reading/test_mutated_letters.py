"""Real letters spoilt in many ways, read, understood and decided: nothing raises, all is bounded.

A long run, with more seeds: MUTATED_LETTERS=20000 MUTATED_SEEDS=DIR pytest -s (this file).
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailflows.context import Context
from mailflows.decide import decide
from mailflows.letter import Attachment, DocumentText, Letter, ReadDocument
from mailflows.reading import _read, limits
from mailflows.rules.reply_address import sign
from mailflows.understanding import prepare, understand
from mailflows.vocabulary import AppealState, ReferralState
from tests.flows.given import NOW, POLICY, alert, at, context
from tests.flows.test_all_pairs import is_sound
from tests.reading.mutations import spoilt

EXAMPLES = int(os.environ.get("MUTATED_LETTERS", "300"))
SEEDS_FOLDER = os.environ.get("MUTATED_SEEDS")
ANSWERS = (
    *(("r", "7", "Виконано."), ("a", "0123-26", "Дякую, підтверджую."), ("l", "3", "прийнято")),
    *(("o", "0123-26", "доопрацювати: немає фото"), ("t", "9", "так")),
)
FORM = "ПІБ: Коваль Іван\nАдреса: вул. Миру, 1, кв. 2\nТелефон: 0501112233\nТекст: тече дах\n"
NOTE = "Дзвонила Гайдук Тамара, вул. Садова, 5, тел. 067 111 22 33: немає світла.\n"
CITY = replace(POLICY, secret=b"a secret of thirty-two bytes here")
SECONDS = 2.0  # of processor time for one letter, as `tests.bench.understanding` lets a hostile one
LETTERS = Path(__file__).parents[1] / "letters"
MAX_SEED = 20_000  # bytes: what is behind is a picture


def _seeds() -> list[bytes]:
    """The stored letters, answers to signed addresses of ours, a form and an operator's note."""
    folders = [LETTERS, *([Path(SEEDS_FOLDER)] if SEEDS_FOLDER else [])]
    found = [path.read_bytes()[:MAX_SEED] for one in folders for path in sorted(one.rglob("*.eml"))]
    for party, value, words in ANSWERS:
        to = sign(CITY.mailbox, party, value, CITY.secret)
        head = f"From: disp@voda.example\nTo: {to}\nSubject: Re: К-0123/26\nIn-Reply-To: <0@x>\n\n"
        found.append(f"{head}{words}\n\n> Немає води.\n".encode())
    head = f"From: {{}}\nTo: {CITY.mailbox}\nSubject: звернення\n\n"
    found.append((head.format(CITY.form_senders[0]) + FORM).encode())
    found.append((head.format(CITY.operators[0].address) + NOTE).encode())
    return found


CONTEXTS = st.builds(
    lambda state, of_referral, tied, running: replace(
        at(state, of_referral, alert=alert() if running else None) if tied else context(),
        policy=CITY,
    ),
    st.sampled_from(AppealState),
    st.sampled_from([*ReferralState, None]),
    st.booleans(),
    st.booleans(),
)


@dataclass
class Record:
    """What a run cost: letters, seconds of processor time, the slowest."""

    letters: int = 0
    seconds: float = 0.0
    slowest: tuple[float, bytes] = (0.0, b"")
    flows: dict[str, int] = field(default_factory=dict)


RECORD = Record()


@pytest.fixture(scope="module", autouse=True)
def told() -> Iterator[None]:
    """Tells the figures at the end of a run (with -s); dictionaries are loaded before it."""
    for raw in _seeds()[:100]:
        understand(_read(raw, NOW, _words, 0), CITY)
    started = time.perf_counter()
    yield
    seconds, raw = RECORD.slowest
    flows = ", ".join(f"{name} {count}" for name, count in sorted(RECORD.flows.items()))
    print(
        f"\n{RECORD.letters} letters in {time.perf_counter() - started:.0f} s, of these"
        f" {RECORD.seconds:.0f} s ours; slowest {seconds * 1000:.0f} ms: {len(raw)} bytes,"
        f" {hashlib.sha256(raw).hexdigest()[:12]}\n{flows}"
    )


def _words(file: Attachment) -> DocumentText:
    """The words of a document without the programs that read it."""
    return DocumentText(file.content[:2_000].decode("utf-8", "replace").replace("\x00", ""))


def _within_limits(letter: Letter, raw: bytes) -> None:
    assert len(letter.body) <= limits.MAX_BODY_CHARACTERS
    assert len(letter.subject) <= limits.MAX_HEADER_CHARACTERS
    assert len(letter.recipients) <= 4 * limits.MAX_ADDRESSES
    assert len(letter.references) <= limits.MAX_REFERENCES
    assert len(letter.attachments) <= limits.MAX_ATTACHMENTS
    assert sum(map(len, letter.headers.values())) <= limits.MAX_HEADERS
    assert all(len(one.name) <= limits.MAX_NAME_CHARACTERS for one in letter.attachments)
    own = (letter.text, letter.quoted, letter.signature, letter.forwarded and letter.forwarded.text)
    assert all(len(one or "") <= limits.MAX_BODY_CHARACTERS + 100 for one in own)
    assert sum(len(one.content) for one in letter.attachments) <= 3 * len(raw) + 10_000


def _storable(letter: Letter) -> None:
    """PostgreSQL takes no NUL and no lone surrogate; a header of ours takes no line break."""
    texts = [letter.subject, letter.body, letter.text, letter.quoted, letter.signature]
    texts += [letter.message_id or "", *letter.references, *letter.recipients]
    texts += [one.name for one in letter.attachments] + [one.text for one in letter.documents]
    if letter.sender:
        texts += [letter.sender.name, letter.sender.address]
    if letter.forwarded:
        inner = letter.forwarded
        texts += [inner.subject, inner.text, inner.sender.address if inner.sender else ""]
    assert not any("\x00" in text for text in texts)
    "".join(texts).encode("utf-8")
    assert not {"\n", "\r"} & set(letter.subject + (letter.message_id or ""))


def _whole_way(raw: bytes, known: Context, read_document: ReadDocument) -> None:
    started = time.process_time()
    letter = _read(raw, NOW, read_document, 0)  # the inner one: read() would hide a fault
    facts = understand(letter, CITY)
    decision = decide(facts, known)
    spent = time.process_time() - started
    RECORD.letters += 1
    RECORD.seconds += spent
    RECORD.slowest = max(RECORD.slowest, (spent, raw))
    RECORD.flows[decision.flow.value] = RECORD.flows.get(decision.flow.value, 0) + 1
    assert spent < SECONDS
    assert not [one for one in facts.extra.items() if one[0].startswith("fault-")]
    is_sound(decision, known)
    _within_limits(letter, raw)
    _storable(letter)


@pytest.mark.timeout(0 if EXAMPLES > 1_000 else 300)
@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
@given(
    raw=spoilt(_seeds()), known=CONTEXTS, read_document=st.sampled_from([_words, lambda _: None])
)
def test_spoilt_letters_are_decided(
    raw: bytes, known: Context, read_document: ReadDocument
) -> None:
    prepare()  # as the daemon does at its start: the known letters are counted once
    _whole_way(raw, known, read_document)
