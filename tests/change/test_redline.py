"""The redline and the side-by-side view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.change.editions import Clause, edition

from clausewatch.change import Placed, redline, side_by_side, with_words, without_words
from clausewatch.change.anchors import WIDTH, anchors
from clausewatch.nouns.change import DiffRow, Op, Piece, RowKind
from clausewatch.nouns.document import Edition


def _with_words(placed: Sequence[Placed], old: Edition, new: Edition) -> tuple[DiffRow, ...]:
    return tuple(with_words(placed, number, old, new) for number in range(len(placed)))


def sides(pieces: tuple[Piece, ...]) -> tuple[str, str]:
    old = "".join(piece.text for piece in pieces if piece.op is not Op.INSERTED)
    new = "".join(piece.text for piece in pieces if piece.op is not Op.DELETED)
    return old, new


@given(st.text(alphabet="ab c.\n’é", max_size=60), st.text(alphabet="ab c.\n’é", max_size=60))
def test_joining_the_pieces_gives_both_texts(old: str, new: str) -> None:
    assert sides(redline(old, new)) == (old, new)


@given(
    st.lists(
        st.sampled_from(["we", "may", "share", "keep", "your", "data", "with", "a", "partner"]), max_size=30
    ),
    st.data(),
)
def test_an_edited_sentence_is_rebuilt(words: list[str], data: st.DataObject) -> None:
    other = data.draw(st.permutations(words))
    old, new = " ".join(words), " ".join(other)
    assert sides(redline(old, new)) == (old, new)


def test_a_changed_word_is_one_deletion_and_one_insertion() -> None:
    pieces = redline("You may keep a log.", "You must keep a log.")
    assert [(piece.op, piece.text) for piece in pieces] == [
        (Op.SAME, "You "),
        (Op.DELETED, "may"),
        (Op.INSERTED, "must"),
        (Op.SAME, " keep a log."),
    ]


def test_a_rewritten_sentence_is_no_confetti() -> None:
    pieces = redline(
        "Each of your end users controls whether their conversations are kept.",
        "Your workspace owners decide for how long the data of the workspace are stored by us.",
    )
    assert sum(piece.op is Op.SAME for piece in pieces) <= 2


def test_a_long_hostile_pair_is_bounded() -> None:
    old, new = " ".join(f"a{n}" for n in range(45_000)), " ".join(f"b{n}" for n in range(45_000))
    assert sides(redline(old, new)) == (old, new)


def test_of_a_very_long_passage_only_what_changed_is_marked() -> None:
    """A document in one paragraph of 12,000 words, edited at both ends and in the middle."""
    words = [f"word{n}" if n % 3 else "the" for n in range(12_000)]
    edited = ["Today", *words[1:6_000], "not", *words[6_001:9_000], *words[9_002:-1], "end"]
    old, new = " ".join(words), " ".join(edited)
    pieces = redline(old, new)
    assert sides(pieces) == (old, new)
    gone = [each.text.strip() for each in pieces if each.op is Op.DELETED]
    come = [each.text.strip() for each in pieces if each.op is Op.INSERTED]
    assert come == ["Today", "not", "end"]
    assert gone == ["the", "the", "the word9001", "word11999"]


@given(st.lists(st.integers(0, 40), max_size=400), st.lists(st.integers(0, 40), max_size=400))
def test_anchors_are_equal_stretches_in_the_order_of_both(old: list[int], new: list[int]) -> None:
    one, other = [str(each) for each in old + new], [str(each) for each in new + old + new]
    a = c = 0
    for at, there, length in anchors(one, other):
        assert at >= a
        assert there >= c
        assert one[at : at + length] == other[there : there + length]
        assert length >= WIDTH
        a, c = at + length, there + length


BASE: list[Clause] = [
    ("One", ["The first rule of this text stands.", "- An item that stays in place"]),
    ("Two", ["The second rule goes somewhere else entirely."]),
    ("Three", ["The third rule may be edited a little."]),
]


def test_rows_link_the_two_ends_of_a_move() -> None:
    new: list[Clause] = [BASE[0], ("Three", ["The third rule must be edited a little."]), BASE[1]]
    rows = side_by_side(edition(BASE), edition(new))
    kinds = [row.kind for row in rows]
    assert RowKind.MOVED_TO in kinds
    moved = next(row for row in rows if row.kind is RowKind.MOVED_TO and "third" in row.pieces[0].text)
    assert [piece.text for piece in moved.pieces if piece.op is not Op.SAME] == ["may", "must"]
    for number, row in enumerate(rows):
        if row.kind in (RowKind.MOVED_FROM, RowKind.MOVED_TO):
            assert row.partner is not None
            assert rows[row.partner].partner == number
    assert _with_words(without_words(rows), edition(BASE), edition(new)) == rows


CLAUSES: st.SearchStrategy[list[Clause]] = st.lists(
    st.tuples(
        st.sampled_from(["One", "Two"]),
        st.lists(st.sampled_from(["a b c d", "e f g h", "a b x d", "i"]), max_size=3),
    ),
    min_size=1,
    max_size=4,
)


@settings(deadline=None)
@given(CLAUSES, CLAUSES)
def test_every_block_stands_in_exactly_one_row(before: list[Clause], after: list[Clause]) -> None:
    old, new = edition(before), edition(after)
    rows = side_by_side(old, new)
    assert sorted(row.old_block for row in rows if row.old_block is not None) == list(
        range(len(old.text.blocks))
    )
    assert [row.new_block for row in rows if row.new_block is not None] == list(range(len(new.text.blocks)))
    for row in rows:
        left, right = sides(row.pieces)
        if row.old_block is not None and row.kind is not RowKind.MOVED_FROM:
            assert left == old.text.blocks[row.old_block].of(old.text.content)
        if row.new_block is not None and row.kind is not RowKind.MOVED_TO:
            assert right == new.text.blocks[row.new_block].of(new.text.content)
    placed = without_words(rows)
    assert not any(isinstance(value, str) and "a b" in value for each in placed for value in astuple(each))
    assert _with_words(placed, old, new) == rows


def test_what_two_texts_begin_and_end_with_is_paired_as_when_all_its_words_are_told_apart() -> None:
    """Blocks that are the same but for signs stand between those that are the same, and one is there once more."""
    before = ["We keep logs.", "You may object!", "We keep logs.", "We keep logs."]
    after = ["We keep logs.", "You may object.", "We keep logs.", "We keep logs.", "We keep logs."]
    rows = side_by_side(edition([("A", before)]), edition([("A", after)]))
    kinds = [each.kind for each in rows]
    assert kinds == [RowKind.SAME, RowKind.SAME, RowKind.CHANGED, RowKind.SAME, RowKind.SAME, RowKind.ADDED]
    assert [each.new_block for each in rows] == [*range(len(rows))]
