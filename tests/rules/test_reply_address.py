"""Signed reply addresses: robust to what mail does to them, and not to be forged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflows.rules.reply_address import sign, verify

BOX, SECRET = "contact@rada.example", b"a secret of some length"
VALUES = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,20}", fullmatch=True).filter(str.isascii)


@given(st.sampled_from("arlotb"), VALUES)
def test_what_is_signed_is_verified(party: str, value: str) -> None:
    address = sign(BOX, party, value, SECRET)
    assert verify(address, BOX, SECRET) == (party, value)
    assert verify(address.upper(), BOX, SECRET) == (party, value)
    assert len(address.partition("@")[0]) <= 64 or len(value) > 30


def test_shape() -> None:
    local = sign("Contact@Rada.example", "a", "0123-26", SECRET).partition("@")[0]
    assert local.startswith("contact+a-0123-26-")
    assert len(local.rpartition("-")[2]) == 16
    assert not set(local.rpartition("-")[2]) & set("ilou")


@pytest.mark.parametrize("position", range(1, 17))
def test_any_other_signature_fails(position: int) -> None:
    local, _, domain = sign(BOX, "a", "0123-26", SECRET).partition("@")
    other = "b" if local[-position] != "b" else "c"
    forged = local[: len(local) - position] + other + local[len(local) - position + 1 :]
    assert verify(f"{forged}@{domain}", BOX, SECRET) is None


@pytest.mark.parametrize(
    "address",
    ["", "@", "contact@rada.example", "contact+@rada.example", "contact+a@rada.example",
     "contact+a-1-@rada.example", "contact+a-1-0000000000000000@rada.example", "+" * 400,
     "contact+\u0430-1-0000000000000000@rada.example"],
)  # fmt: skip
def test_what_is_not_ours(address: str) -> None:
    assert verify(address, BOX, SECRET) is None


def test_party_value_mailbox_and_secret_are_bound() -> None:
    address = sign(BOX, "a", "0123-26", SECRET)
    assert verify(address.replace("+a-", "+o-"), BOX, SECRET) is None
    assert verify(address.replace("0123", "0124"), BOX, SECRET) is None
    assert verify(address.replace("rada", "rad"), "contact@rad.example", SECRET) is None
    assert verify(address, BOX, b"another secret") is None
    assert verify(address, BOX, b"") is None


def test_digits_misread_as_letters_are_forgiven() -> None:
    for number in range(60):
        address = sign(BOX, "a", str(number), SECRET)
        head, _, tail = address.rpartition("-")
        signature, _, domain = tail.partition("@")
        misread = signature.replace("0", "o").replace("1", "l")
        assert verify(f"{head}-{misread}@{domain}", BOX, SECRET) == ("a", str(number))


@pytest.mark.parametrize(("party", "value"), [("", "1"), ("ab", "1"), ("a", ""), ("a", "x y")])
def test_what_cannot_be_signed(party: str, value: str) -> None:
    with pytest.raises(ValueError, match="one letter"):
        sign(BOX, party, value, SECRET)
    with pytest.raises(ValueError, match="secret"):
        sign(BOX, "a", "1", b"")


@given(st.text(max_size=120))
def test_never_raises(address: str) -> None:
    assert verify(address, BOX, SECRET) is None
