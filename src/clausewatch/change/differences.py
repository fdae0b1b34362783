"""The pairing told as differences: what came, went, was edited, moved, split or merged, and of which nature."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from clausewatch.change.cells import shifted
from clausewatch.change.furniture import banners, is_furniture, signposts
from clausewatch.change.lexicon import NEGATIONS
from clausewatch.change.nature import Edit, Nature, edits, lone_nature, nature_of
from clausewatch.change.openings import Lists, Openings, openings, standing
from clausewatch.change.pairing import Pair, Pairing, Tie
from clausewatch.change.redline import runs
from clausewatch.change.retitled import alters
from clausewatch.change.stance import Stance, stance
from clausewatch.change.units import Role, Unit, with_number
from clausewatch.nouns.change import ChangeClass, ChangeKind
from clausewatch.nouns.document import StatementKind

# A run of so many repeated units is a page captured twice or a table of contents, not a rule stated again.
REPEATED_RUN = 6
# What was edited since, or carries another number, interrupts such a run without ending it.
REPEATED_GAP = 3
REPEATED_WORDS = 4
# So many units above an item are searched for the opening of its list.
LIST_LENGTH = 60
# A part of a split clause: this share of the shorter text's words stands in the longer one.
PART_SHARE = 0.8
PART_WORDS = 5
# Where a whole phrase of so many words went along, this share of the shorter one's words is enough.
PHRASED_SHARE = 0.5
# Words that carry on a cut sentence ("In that case we ...") and add nothing.
_JOINTS = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "in",
        "that",
        "this",
        "such",
        "case",
        "also",
        "if",
        "so",
        "then",
        "we",
        "you",
        "it",
        "they",
        "which",
        "who",
        "as",
        "well",
        "of",
        "to",
        "be",
        "is",
        "are",
    ]
)

# The joints that say nothing themselves, wherever they stand; those that name who acts; and what "not" may take over from.
_SLIGHT = frozenset({"and", "a", "an", "the", "that", "this", "such", "which", "also"})
_WHO = frozenset({"we", "you", "it", "they"})
_CHOOSING = frozenset({"or", "nor"})

# The words of units with those under which they stand.
_Standing = Mapping[tuple[str, ...], set[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between the editions; `old` and `new` are units, at least one of them given."""

    kind: ChangeKind
    nature: Nature
    old: Unit | None
    new: Unit | None
    edits: tuple[Edit, ...] = ()
    score: float = 1.0


def differences(old: Sequence[Unit], new: Sequence[Unit], pairing: Pairing) -> tuple[Difference, ...]:
    """All differences in the order of the new text, what was removed standing where it stood before."""
    vocabulary = frozenset(key for unit in old for key in unit.keys) & frozenset(
        key for unit in new for key in unit.keys
    )
    before, after = openings(old), openings(new)
    lists = Lists(before, after, pairing.pairs)
    cells = shifted(old, new, pairing.pairs)
    ranked: list[tuple[float, Difference | None]] = []
    for one in pairing.pairs:
        governs = one.old in before.governing and one.new in after.governing
        told = _turned(old, new, one, lists) or _paired(
            old[one.old], new[one.new], one, vocabulary, governs=governs
        )
        if one.new in cells:
            told = Difference(ChangeKind.MODIFIED, Nature.WORDING, old[one.old], new[one.new])
        ranked.append((one.new + 0.5, told))
    elsewhere = standing((before, pairing.removed), (after, pairing.added))
    found = [(place, one) for place, one in ranked if one is not None]
    found.extend(_lone(after, pairing.added, ChangeKind.ADDED, elsewhere, lambda index: index + 0.5))
    places = _places(pairing, len(old))
    found.extend(_lone(before, pairing.removed, ChangeKind.REMOVED, elsewhere, places.__getitem__))
    found.extend((after[0] + 0.5, Difference(ChangeKind.MODIFIED, Nature.CUT, old[before[0]], new[after[0]]))
                 for before, after in pairing.recut)  # fmt: skip
    found.sort(key=lambda one: one[0])
    return _parts(tuple(one for _, one in found))


def _paired(
    old: Unit, new: Unit, pair: Pair, vocabulary: frozenset[str], *, governs: bool
) -> Difference | None:
    heading = old.role is Role.HEADING and new.role is Role.HEADING
    found = edits(old.keys, new.keys) if pair.tie is Tie.ALIKE else ()
    if not found and old.number and new.number and old.number.split() != new.number.split():
        # A figure that numbers no list is part of what is said.
        old, new = with_number(old), with_number(new)
        return Difference(ChangeKind.MODIFIED, Nature.WORDING, old, new, edits(old.keys, new.keys))
    nature = nature_of(old, new, found, vocabulary)
    if heading and _unnumbered(old.keys) == _unnumbered(new.keys):
        return None
    if pair.tie is Tie.MOVED:
        if heading or is_furniture(new):
            return None
        return Difference(ChangeKind.MOVED, Nature.ORDER, old, new)
    if nature is Nature.NOTHING:
        return None
    if nature.change_class is not ChangeClass.METADATA and is_furniture(old) and is_furniture(new):
        nature = Nature.FURNITURE
    if heading and not (nature is Nature.WORDING and alters(old, new, found, governs=governs)):
        kind = ChangeKind.RENAMED_HEADING
    elif pair.in_place or nature is not Nature.WORDING or pair.score < 0.9:
        kind = ChangeKind.MODIFIED
    else:
        kind = ChangeKind.MOVED
    return Difference(kind, nature, old, new, found, pair.score)


def _turned(old: Sequence[Unit], new: Sequence[Unit], pair: Pair, lists: Lists) -> Difference | None:
    """An item that went to another list, or from what is allowed to what is banned, says another thing in the same words."""
    still = pair.tie is Tie.MOVED and _banned(old, pair.old) and _banned(new, pair.new)
    if lists.changed(pair) and not still:
        return Difference(ChangeKind.MOVED, Nature.WORDING, old[pair.old], new[pair.new])
    if pair.tie is not Tie.MOVED or old[pair.old].kind is StatementKind.SENTENCE:
        return None
    before, after = _sense(old, pair.old), _sense(new, pair.new)
    if {before, after} != {Stance.BAN, Stance.RIGHT}:
        return None
    return Difference(ChangeKind.MOVED, Nature.WORDING, old[pair.old], new[pair.new])


def _banned(units: Sequence[Unit], index: int) -> bool:
    """Whether the item is banned: what goes from one list of bans to another stays so."""
    return _sense(units, index) is Stance.BAN


def _sense(units: Sequence[Unit], index: int) -> Stance:
    """What the item does, by itself or under the opening of its list and its heading."""
    above: list[str] = []
    for unit in reversed(units[max(0, index - LIST_LENGTH) : index]):
        if unit.role is Role.HEADING or unit.text.rstrip().endswith(":"):
            above.append(unit.text)
        if unit.role is Role.HEADING:
            break
    return stance(units[index].text, above)


def _unnumbered(said: tuple[str, ...]) -> tuple[str, ...]:
    """A heading's words without the number it was given, which an insertion before it alters."""
    return said[1:] if len(said) > 1 and said[0].isdigit() else said


def _places(pairing: Pairing, count: int) -> list[float]:
    """For every old unit the place in the new text where it stands or would stand."""
    partner = {pair.old: pair.new for pair in pairing.pairs if pair.in_place}
    places: list[float] = []
    last = -1.0
    for index in range(count):
        last = float(partner.get(index, last))
        places.append(last + 0.75)
    return places


def _lone(
    side: Openings,
    indexes: Sequence[int],
    kind: ChangeKind,
    elsewhere: _Standing,
    place: Callable[[int], float],
) -> list[tuple[float, Difference]]:
    units = side.units
    aside = banners(units, indexes) | signposts(units, indexes)
    repeated = _repeated(side, indexes, elsewhere)
    found: list[tuple[float, Difference]] = []
    for index in indexes:
        unit = units[index]
        nature = lone_nature(unit, units[index + 1] if index + 1 < len(units) else None)
        if index in aside or (nature.change_class is not ChangeClass.METADATA and is_furniture(unit)):
            nature = Nature.FURNITURE
        elif index in repeated:
            nature = Nature.REPEATED
        one = Difference(
            kind,
            nature,
            unit if kind is ChangeKind.REMOVED else None,
            None if kind is ChangeKind.REMOVED else unit,
        )
        found.append((place(index), one))
    return found


def _repeated(side: Openings, indexes: Sequence[int], elsewhere: _Standing) -> frozenset[int]:
    """Those of `indexes` whose words stand elsewhere anyway, alone too short to be a rule, a heading's, or in a long run.

    An item or a row is said again only under the same opening, unless it repeats a heading as a table of contents does.
    """
    units = side.units
    gone = set(indexes)
    titles = {
        unit.keys for index, unit in enumerate(units) if unit.role is Role.HEADING and index not in gone
    }
    doubles = [
        index
        for index in indexes
        if units[index].keys in elsewhere
        and (
            not (units[index].listed or units[index].kind is StatementKind.ROW)
            or units[index].keys in titles
            or side.said(index) in elsewhere[units[index].keys]
        )
    ]
    found: set[int] = set()
    run: list[int] = []
    for index in [*doubles, len(units) + REPEATED_GAP + 1]:
        if run and index > run[-1] + REPEATED_GAP:
            if len(run) >= REPEATED_RUN:
                found.update(run)
            run = []
        run.append(index)
    found.update(
        index
        for index in doubles
        if units[index].role is Role.HEADING
        or len(units[index].keys) < REPEATED_WORDS
        or units[index].keys in titles
    )
    return frozenset(found)


def _parts(found: tuple[Difference, ...]) -> tuple[Difference, ...]:
    """Joins what belongs together: a clause and the part split off it, two clauses and the one they merged into."""
    edited = [one for one in found if one.kind in (ChangeKind.MODIFIED, ChangeKind.MOVED) and one.edits]
    by_word: dict[str, list[Difference]] = defaultdict(list)
    for one in edited:
        for edit in one.edits:
            for key in dict.fromkeys((*edit.old, *edit.new)):
                by_word[key].append(one)
    joined: dict[tuple[int, ChangeKind], tuple[Difference, list[Difference]]] = {}
    for one in found:
        if one.nature is not Nature.WORDING or one.kind not in (ChangeKind.ADDED, ChangeKind.REMOVED):
            continue
        whole = _whole_of(one, by_word)
        if whole is not None:
            joined.setdefault((id(whole), one.kind), (whole, []))[1].append(one)
    renamed: dict[int, Difference] = {}
    for (identity, kind), (whole, parts) in joined.items():
        rest, *edges = _edges(whole, parts)
        renamed.update((id(part), edge) for part, edge in zip(parts, edges, strict=True))
        other = ChangeKind.REMOVED if kind is ChangeKind.ADDED else ChangeKind.ADDED
        exchanged = joined.get((identity, other))
        if exchanged:
            rest = _without_exchanged(
                rest, *((parts, exchanged[1]) if kind is ChangeKind.ADDED else (exchanged[1], parts))
            )
        # Where only a phrase went along, and more than that was lost, the clause itself was edited and goes on.
        if rest.nature is Nature.CUT or any(_held(part, whole) for part in parts):
            renamed[id(whole)] = rest
    return tuple(renamed.get(id(one), one) for one in found)


def _whole_of(part: Difference, by_word: dict[str, list[Difference]]) -> Difference | None:
    unit = part.new if part.kind is ChangeKind.ADDED else part.old
    assert unit is not None
    if len(unit.keys) < PART_WORDS or unit.role is Role.HEADING:
        return None
    votes: Counter[int] = Counter()
    known: dict[int, Difference] = {}
    for key in dict.fromkeys(unit.keys):
        having = by_word.get(key, ())
        if len(having) <= 20:
            for one in having:
                votes[id(one)] += 1
                known[id(one)] = one
    for identity, _ in votes.most_common(3):
        whole = known[identity]
        spare = _spare(part, whole)
        held = _shared(unit, spare)
        if _held(part, whole):
            return whole
        phrased = any(
            _phrases(edit.old if part.kind is ChangeKind.ADDED else edit.new) & _phrases(unit.keys)
            for edit in whole.edits
        )
        if phrased and held >= PHRASED_SHARE * min(len(unit.keys), spare.total()):
            return whole
    return None


def _spare(part: Difference, whole: Difference) -> Counter[str]:
    """The words that left the whole where the part came, or came to it where the part went."""
    added = part.kind is ChangeKind.ADDED
    return Counter(key for edit in whole.edits for key in (edit.old if added else edit.new))


def _shared(unit: Unit, spare: Counter[str]) -> int:
    return sum(min(count, spare[key]) for key, count in Counter(unit.keys).items())


def _held(part: Difference, whole: Difference) -> bool:
    """Whether nearly all words of the part are words that the whole lost or won."""
    unit = part.new or part.old
    assert unit is not None
    held = _shared(unit, _spare(part, whole))
    return held >= PART_SHARE * len(unit.keys) and held >= PART_WORDS


def _phrases(said: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """All runs of PART_WORDS words."""
    return frozenset(tuple(said[at : at + PART_WORDS]) for at in range(len(said) - PART_WORDS + 1))


def _edges(whole: Difference, parts: Sequence[Difference]) -> tuple[Difference, ...]:
    """The whole and its parts, all added or all removed, as the edges of one split or merge.

    What stands in another of the pieces was neither lost nor won: the one text is held against all pieces together, in the
    order in which it has their words, and each edge has the edits that fall into its own piece.
    """
    assert whole.old is not None
    assert whole.new is not None
    split = parts[0].kind is ChangeKind.ADDED
    one, first = (whole.old, whole.new) if split else (whole.new, whole.old)
    pieces = [first, *(unit for part in parts if (unit := part.new if split else part.old))]
    ranked = sorted(range(len(pieces)), key=lambda place: _place(one.keys, pieces[place].keys))
    told = _told_apart(one.keys, [pieces[place].keys for place in ranked])
    kind = ChangeKind.SPLIT if split else ChangeKind.MERGED
    edges = []
    for place, edge in enumerate((whole, *parts)):
        found = told[ranked.index(place)]
        found = found if split else tuple(map(_turned_round, found))
        old, new = (one, pieces[place]) if split else (pieces[place], one)
        made = replace(edge, kind=kind, old=old, new=new, edits=found)
        edges.append(replace(made, nature=_nature_of_cut(made)))
    return tuple(edges)


def _place(one: Sequence[str], piece: Sequence[str]) -> float:
    """Where the words of the piece stand in the other text: the middle of those that it has in the same order."""
    places = [at for run in runs(one, piece) if run.same for at in range(run.a, run.b)]
    return places[len(places) // 2] if places else len(one)


def _told_apart(one: Sequence[str], pieces: Sequence[Sequence[str]]) -> list[tuple[Edit, ...]]:
    """The edits between a text and its pieces one after the other, each piece's by its own words' places."""
    told: list[list[Edit]] = [[] for _ in pieces]
    ends = list(accumulate(map(len, pieces)))
    for edit in edits(one, [key for piece in pieces for key in piece]):
        stop, gone = edit.new_at + len(edit.new), edit.old
        first = min(bisect_right(ends, edit.new_at), len(pieces) - 1)
        for place in range(first, len(pieces)):
            begin = ends[place] - len(pieces[place])
            if place > first and begin >= stop:
                break
            low, high = max(edit.new_at, begin), min(stop, ends[place])
            come = edit.new[low - edit.new_at : high - edit.new_at] if low < high else ()
            if come or gone:
                told[place].append(Edit(gone, come, edit.old_at, max(low - begin, 0)))
                gone = ()
    return [tuple(each) for each in told]


def _turned_round(edit: Edit) -> Edit:
    return Edit(edit.new, edit.old, edit.new_at, edit.old_at)


def _nature_of_cut(edge: Difference) -> Nature:
    """Whether a piece says something else than it said in the whole. Only where it was cut, at its ends, words may come and go
    that carry a sentence on or take up again what the whole said once."""
    return Nature.CUT if all(_of_the_cut(edit, edge) for edit in edge.edits) else Nature.WORDING


def _of_the_cut(edit: Edit, edge: Difference) -> bool:
    assert edge.old is not None
    assert edge.new is not None
    split = edge.kind is ChangeKind.SPLIT
    piece = edge.new.keys if split else edge.old.keys
    said, at = (edit.new, edit.new_at) if split else (edit.old, edit.old_at)
    lost, won = set(edit.old) - set(edit.new), set(edit.new) - set(edit.old)
    if at and at + len(said) < len(piece):
        return lost | won <= _SLIGHT
    # Who acts, what is denied, and whether one of two things or both are meant, is no matter of a cut; "in which case" is.
    turned = (
        (bool(won & NEGATIONS) and not lost & _CHOOSING)
        or (bool(lost & _WHO) and bool(won & _WHO))
        or {"and", "or"} <= lost | won
        or any("if" in side and "so" not in side for side in (lost, won))
    )
    return not turned and lost <= _JOINTS and won <= _JOINTS | set(edge.old.keys)


def _without_exchanged(
    edge: Difference, added: Sequence[Difference], removed: Sequence[Difference]
) -> Difference:
    """The edge of a whole that both lost words to parts and took in others: what stands in those was neither lost nor won."""
    gone = [part.new.keys for part in added if part.new]
    come = [part.old.keys for part in removed if part.old]
    left = tuple(edit for edit in edge.edits if not (_stands(edit.old, gone) and _stands(edit.new, come)))
    made = replace(edge, edits=left)
    return replace(made, nature=_nature_of_cut(made))


def _stands(run: tuple[str, ...], among: Sequence[Sequence[str]]) -> bool:
    """Whether one of the texts has the run, but for the joints at its ends."""
    words = list(run)
    while words and words[0] in _JOINTS:
        del words[0]
    while words and words[-1] in _JOINTS:
        del words[-1]
    length = len(words)
    return not words or any(
        list(each[at : at + length]) == words for each in among for at in range(len(each) - length + 1)
    )
