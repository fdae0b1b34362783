"""Tiles' paths and bundles, signed notes, checkpoints, proofs, leaves and selectors."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from clausewatch.proof.checkpoint import (
    Checkpoint,
    TlogProof,
    check_proof,
    open_checkpoint,
    parse_checkpoint,
    parse_proof,
)
from clausewatch.proof.note import NoteError, NoteKey, parse_key, parse_note, signed, verified
from clausewatch.proof.selector import selector_of, selects
from clausewatch.proof.statement import Leaf, LeafKind, canonical, parse_statement, statement
from clausewatch.proof.tiles import TILE_PATH, entries_path, pack_entries, places, tile_path, unpack_entries
from clausewatch.proof.tree import inclusion_proof, leaf_hash, nodes_over, root

# The example of golang.org/x/mod/sumdb/note's documentation.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = NoteKey("clausewatch/test", SECRET.public_key().public_bytes_raw())


def _note(text: str) -> str:
    return signed(text, KEY, SECRET.sign(text.encode()))


def test_paths_are_those_of_the_specification() -> None:
    assert tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert tile_path(1, 0, 5) == "tile/1/000.p/5"
    assert entries_path(273, 112) == "tile/entries/273.p/112"
    assert list(places(70_000))[-2:] == [(1, 1, 17), (2, 0, 1)]
    for path in (tile_path(0, 1234067), tile_path(1, 0, 5), entries_path(1000)):
        assert TILE_PATH.fullmatch(path)
    for path in ("tile/0/../key", "tile/0/0", "tile/entries/x1/000", "tile/0/000.p/", "tile/0/000\n"):
        assert not TILE_PATH.fullmatch(path)


def test_bundles_come_back_and_what_is_cut_short_does_not() -> None:
    entries = (b"", b"one", b"x" * 65_535)
    assert unpack_entries(pack_entries(entries)) == entries
    for cut in (1, 4, 100):
        with pytest.raises(ValueError, match="cut short"):
            unpack_entries(pack_entries(entries)[:-cut])
    with pytest.raises(ValueError, match="longer"):
        pack_entries([b"x" * 65_536])


def test_a_note_of_the_go_implementation_is_read_and_holds() -> None:
    key = parse_key(PETER)
    assert str(key) == PETER
    assert verified(NOTE, key) == NOTE.partition("\n\n")[0] + "\n"


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(NOTE) - 1), st.characters(codec="utf-8"))
def test_no_changed_note_says_something_else(at: int, put: str) -> None:
    changed = NOTE[:at] + put + NOTE[at + 1 :]
    try:
        said = verified(changed, parse_key(PETER))
    except NoteError:
        return
    assert said + "\n" == NOTE.partition("—")[0]
    assert changed == NOTE


@pytest.mark.parametrize(
    ("note", "why"),
    [
        ("text\n", "no signatures"),
        ("text\n\n- name AAAAAAA=\n", "another form"),
        ("text\n\n— name AAAA\n", "cut short"),
        ("text\n\n— name AAAAAAB=\n", "not canonical"),
        ("text\r\n\n— name AAAAAAA=\n", "control characters"),
        ("text\n\n" + "— name AAAAAAA=\n" * 101, "too many"),
    ],
)
def test_what_is_no_note_says_why(note: str, why: str) -> None:
    with pytest.raises(NoteError, match=why):
        parse_note(note)


def test_a_checkpoint_holds_for_its_own_log_alone() -> None:
    head = Checkpoint(KEY.name, 3, bytes(32))
    assert open_checkpoint(_note(head.text), KEY) == head
    with pytest.raises(NoteError, match="is of the log other"):
        open_checkpoint(_note(Checkpoint("other", 3, bytes(32)).text), KEY)
    stranger = NoteKey(KEY.name, Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    with pytest.raises(NoteError, match="no signatures by"):
        open_checkpoint(_note(head.text), stranger)


@pytest.mark.parametrize(
    "text", ["log\n3\n", "log\n03\nAAAA\n", "log\n3\nAAAA\n", "\n3\n" + "A" * 43 + "=\n", "log\n-1\nAAAA\n"]
)
def test_what_is_no_checkpoint_is_told(text: str) -> None:
    with pytest.raises(NoteError):
        parse_checkpoint(text)


def _proof() -> tuple[bytes, str]:
    entries = [f"entry {at}".encode() for at in range(11)]
    nodes = nodes_over([leaf_hash(each) for each in entries])
    head = Checkpoint(KEY.name, 11, root(11, nodes))
    return entries[6], str(TlogProof(6, inclusion_proof(6, 11, nodes), _note(head.text)))


def test_a_proof_is_written_read_and_holds() -> None:
    entry, text = _proof()
    assert text.startswith("c2sp.org/tlog-proof@v1\nindex 6\n")
    assert str(parse_proof(text)) == text
    assert check_proof(parse_proof(text), entry, KEY).size == 11
    with pytest.raises(NoteError, match="does not lead"):
        check_proof(parse_proof(text), entry + b"!", KEY)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_change_to_a_proofs_text_is_refused(data: st.DataObject) -> None:
    entry, text = _proof()
    at = data.draw(st.integers(0, len(text) - 1))
    put = data.draw(st.sampled_from(["", *(each for each in "A0b+/=\n x6" if each != text[at])]))
    with pytest.raises(NoteError):
        check_proof(parse_proof(text[:at] + put + text[at + 1 :]), entry, KEY)


def test_canonical_json_is_that_of_the_rfc() -> None:
    # RFC 8785, 3.2.3: names are sorted by UTF-16 code units.
    assert canonical({"\ufb33": 2, "\U0001f600": 1, "a": 1e21, "€": 4.50}).decode() == (
        '{"a":1e+21,"€":4.5,"\U0001f600":1,"\ufb33":2}'
    )
    for value in (float("nan"), 2**60, "\ud800"):
        with pytest.raises(ValueError, match=r".+"):
            canonical(value)


def test_a_leaf_is_read_as_it_was_written_and_in_no_other_form() -> None:
    leaf = Leaf(LeafKind.CAPTURE, {"record": "00" * 32, "body": "11" * 32}, {"seq": 0, "t0": "é"})
    entry = statement(leaf)
    assert parse_statement(entry) == leaf
    for other in (entry + b" ", entry.replace(b":", b": ", 1), b"{}", b"[" * 5000, b"\xff", entry[:-1]):
        with pytest.raises(ValueError, match=r"no leaf|canonical"):
            parse_statement(other)
    with pytest.raises(ValueError, match="longer"):
        statement(Leaf(LeafKind.KEY, {}, {"key": "x" * 70_000}))


def test_a_selector_counts_code_points_and_forgives_nothing() -> None:
    content = "\U0001f600\U00010348 one two three\nfour five six seven eight nine ten \U0001f600 end"
    start = content.index("six")
    made = selector_of(content, start, start + 3)
    assert made.as_json()[1] == {"type": "TextPositionSelector", "start": 27, "end": 30}
    assert made.prefix == content[:start]
    assert made.suffix == content[start + 3 :][:32]
    assert selects(made, content)
    # In UTF-16 the words stand elsewhere: a browser's count is not ours.
    assert content.encode("utf-16-le").index("six".encode("utf-16-le")) // 2 == start + 2
    assert not selects(made, content.replace("\U0001f600\U00010348", "ab c"))
    assert not selects(made, content.replace("seven", "Seven"))
    assert not selects(made, content[:20])
    for low, high in ((3, 3), (-1, 2), (0, 1000)):
        with pytest.raises(ValueError, match="no stretch"):
            selector_of(content, low, high)
