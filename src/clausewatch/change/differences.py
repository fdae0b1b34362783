"""The pairing told as differences: what came, went, was edited, moved, split or merged, and of which nature."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from clausewatch.change.furniture import banners, is_furniture, signposts
from clausewatch.change.headings import is_rule
from clausewatch.change.lexicon import MODALS, NEGATIONS
from clausewatch.change.nature import Edit, Nature, edits, lone_nature, nature_of
from clausewatch.change.pairing import Pair, Pairing, Tie
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
    ranked = [
        (one.new + 0.5, _turned(old, new, one) or _paired(old[one.old], new[one.new], one, vocabulary))
        for one in pairing.pairs
    ]
    standing = _standing(old, pairing.removed) | _standing(new, pairing.added)
    found = [(place, one) for place, one in ranked if one is not None]
    found.extend(_lone(new, pairing.added, ChangeKind.ADDED, standing, lambda index: index + 0.5))
    places = _places(pairing, len(old))
    found.extend(_lone(old, pairing.removed, ChangeKind.REMOVED, standing, places.__getitem__))
    found.extend((after[0] + 0.5, Difference(ChangeKind.MODIFIED, Nature.CUT, old[before[0]], new[after[0]]))
                 for before, after in pairing.recut)  # fmt: skip
    found.sort(key=lambda one: one[0])
    return _parts(tuple(one for _, one in found))


def _paired(old: Unit, new: Unit, pair: Pair, vocabulary: frozenset[str]) -> Difference | None:
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
    if heading and not (nature is Nature.WORDING and (_rules(found) or (is_rule(old) and is_rule(new)))):
        kind = ChangeKind.RENAMED_HEADING
    elif pair.in_place or nature is not Nature.WORDING or pair.score < 0.9:
        kind = ChangeKind.MODIFIED
    else:
        kind = ChangeKind.MOVED
    return Difference(kind, nature, old, new, found, pair.score)


def _turned(old: Sequence[Unit], new: Sequence[Unit], pair: Pair) -> Difference | None:
    """An item that went from what is allowed to what is banned, or back, says the opposite in the same words."""
    if pair.tie is not Tie.MOVED or old[pair.old].kind is StatementKind.SENTENCE:
        return None
    before, after = _sense(old, pair.old), _sense(new, pair.new)
    if {before, after} != {Stance.BAN, Stance.RIGHT}:
        return None
    return Difference(ChangeKind.MOVED, Nature.WORDING, old[pair.old], new[pair.new])


def _sense(units: Sequence[Unit], index: int) -> Stance:
    """What the item does, by itself or under the opening of its list and its heading."""
    above: list[str] = []
    for unit in reversed(units[max(0, index - LIST_LENGTH) : index]):
        if unit.role is Role.HEADING or unit.text.rstrip().endswith(":"):
            above.append(unit.text)
        if unit.role is Role.HEADING:
            break
    return stance(units[index].text, above)


def _rules(edits_found: Sequence[Edit]) -> bool:
    """Whether an edit of a heading says that something may or may not be, so that the heading rules by itself."""
    return any(key in MODALS or key in NEGATIONS for one in edits_found for key in (*one.old, *one.new))


def _unnumbered(said: tuple[str, ...]) -> tuple[str, ...]:
    """A heading's words without the number it was given, which an insertion before it alters."""
    return said[1:] if len(said) > 1 and said[0].isdigit() else said


def _standing(units: Sequence[Unit], gone: Iterable[int]) -> frozenset[tuple[str, ...]]:
    """The words of units of this edition that were neither added nor removed."""
    missing = set(gone)
    return frozenset(unit.keys for index, unit in enumerate(units) if index not in missing)


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
    units: Sequence[Unit],
    indexes: Sequence[int],
    kind: ChangeKind,
    elsewhere: frozenset[tuple[str, ...]],
    place: Callable[[int], float],
) -> list[tuple[float, Difference]]:
    aside = banners(units, indexes) | signposts(units, indexes)
    repeated = _repeated(units, indexes, elsewhere)
    found: list[tuple[float, Difference]] = []
    for index in indexes:
        unit = units[index]
        nature = lone_nature(unit)
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


def _repeated(
    units: Sequence[Unit], indexes: Sequence[int], elsewhere: frozenset[tuple[str, ...]]
) -> frozenset[int]:
    """Those of `indexes` whose words stand elsewhere anyway, alone too short to be a rule, a heading's, or in a long run."""
    doubles = [index for index in indexes if units[index].keys in elsewhere]
    found: set[int] = set()
    run: list[int] = []
    for index in [*doubles, len(units) + REPEATED_GAP + 1]:
        if run and index > run[-1] + REPEATED_GAP:
            if len(run) >= REPEATED_RUN:
                found.update(run)
            run = []
        run.append(index)
    gone = set(indexes)
    titles = {
        unit.keys for index, unit in enumerate(units) if unit.role is Role.HEADING and index not in gone
    }
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
    renamed: dict[int, Difference] = {}
    for one in found:
        if one.nature is not Nature.WORDING or one.kind not in (ChangeKind.ADDED, ChangeKind.REMOVED):
            continue
        whole = _whole_of(one, by_word)
        if whole is None:
            continue
        part, rest = _edges(one, whole)
        # Where only a phrase went along, the clause itself was edited and goes on.
        renamed[id(one)] = part
        renamed[id(whole)] = rest if _held(one, whole) else whole
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


def _edges(part: Difference, whole: Difference) -> tuple[Difference, Difference]:
    """The part and the whole as two edges of one split or merge."""
    assert whole.old is not None
    assert whole.new is not None
    if part.kind is ChangeKind.ADDED:
        assert part.new is not None
        kind, gone, come = ChangeKind.SPLIT, whole.old.keys, (*whole.new.keys, *part.new.keys)
        edge = replace(part, kind=kind, old=whole.old, edits=edits(whole.old.keys, part.new.keys))
    else:
        assert part.old is not None
        kind, gone, come = ChangeKind.MERGED, (*whole.old.keys, *part.old.keys), whole.new.keys
        edge = replace(part, kind=kind, new=whole.new, edits=edits(part.old.keys, whole.new.keys))
    lost, won = Counter(gone), Counter(come)
    altered = [key for key in (*(lost - won), *(won - lost)) if key not in _JOINTS]
    repeated = [key for key in (won - lost) if key in lost]
    nature = Nature.CUT if all(key in repeated for key in altered) else Nature.WORDING
    return replace(edge, nature=nature), replace(whole, kind=kind, nature=nature)
