"""What a statement does and whom it binds, where written rules and words together tell more than the rules alone.

A linear model weighs what the rules read (which of them told, of the statement, its sentences and its lead-in), the last
resort's scores and the statement's words. It learned from labels of platforms on which no rule was tuned, so it knows how far
each rule is to be trusted. How often it is right on platforms it never saw: docs/reference/training-card-rules.md.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from clausewatch.errors import BadInputError
from clausewatch.meaning.rules import clauses
from clausewatch.meaning.rules.addressee import addressee
from clausewatch.meaning.rules.leads import led
from clausewatch.meaning.rules.nothing import names_only, opens_list
from clausewatch.meaning.rules.reading import party_in, reading
from clausewatch.meaning.rules.resort import features, last_resort
from clausewatch.meaning.rules.view import REMEMBERED, view
from clausewatch.nouns.finding import Asked, Modality, Party

NAME = "meaning/knowledge/judge.npz"

WORDS = 6.0
"""The length of the words' part; each sign of the rules counts 1. Chosen among 4, 6 and 9 on unseen platforms."""

RESORT = 0.5
"""What the last resort's scores count."""

SURE = 0.5
"""By how much (of log-probability) another modality must lead before it is said instead of the rules': on unseen platforms as good
as any lead, up to .5, and fewer readings of the rules are overturned."""

SURE_OF_PARTY = 1.5
"""The same of parties: of 0, .5, 1, 1.5, 2 and 3 all within a point on unseen platforms (.822 to .830)."""

_SENTENCES = 2
_ARRAYS = ("rules", "words", "rarity", "resort", "base")

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Judged:
    """A modality, a bound party, and whether the rules alone give the same."""

    modality: Modality
    party: Party
    as_ruled: bool


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """Weights per sign of the rules and per known word, `rarity` of each word, weights of the last resort's scores, and what each
    answer begins with. Columns are the modalities, then the parties. `doubted` are the rules that it is asked about: those that
    it betters on unseen platforms."""

    doubted: frozenset[str]
    modalities: tuple[Modality, ...]
    parties: tuple[Party, ...]
    signs: dict[str, int]
    known: dict[str, int]
    rules: Array
    words: Array
    rarity: Array
    resort: Array
    base: Array

    def scores(self, asked: Asked) -> tuple[Array, Array]:
        """Log-probabilities of the modalities and of the parties, each up to a constant of its own."""
        at = [self.signs[each] for each in signs_of(asked) if each in self.signs]
        words = tuple(features(view(asked)))
        total = self.base + self.rules[at].sum(0) + resorted(words) @ self.resort
        places, counts = known_of(words, self.known)
        if places.size:
            values = counts * self.rarity[places]
            total += (values * (WORDS / np.sqrt(values @ values))) @ self.words[places]
        many = len(self.modalities)
        return total[:many], total[many:]

    def judged(self, asked: Asked) -> Judged:
        """The modality of the rules, unless another is likelier; the party that they give with it, unless another is much likelier."""
        made = reading(asked)
        by_modality, by_party = self.scores(asked)
        modality = self.modalities[int(np.argmax(by_modality))]
        if made.modality in self.modalities:
            lead = by_modality.max() - by_modality[self.modalities.index(made.modality)]
            modality = modality if lead > SURE else made.modality
        same, party = modality is made.modality, made.party
        if not same:
            party = party_in(modality, "zboth" if party is Party.BOTH else "", view(asked))
        best = int(np.argmax(by_party))
        if by_party[best] - by_party[self.parties.index(party)] > SURE_OF_PARTY:
            party = self.parties[best]
        return Judged(modality, party, as_ruled=same and party is made.party)


def judged(asked: Asked, *, rules: bool) -> Judged:
    """What the statement does and whom it binds. `rules` says whether it is a provision: one that does something, whatever the
    written rules find; what they call none and no topic fits is none. Words that only name a matter or open a list do nothing,
    whatever topic they are near."""
    made = reading(asked)
    nothing = made.modality is Modality.NONE
    if nothing and (names_only(asked) or opens_list(asked)):
        return Judged(made.modality, made.party, as_ruled=True)
    if rules if nothing else made.rule in shipped_judge().doubted:
        return _judged(asked)
    return Judged(made.modality, made.party, as_ruled=True)


@lru_cache(maxsize=REMEMBERED)
def _judged(asked: Asked) -> Judged:
    return shipped_judge().judged(asked)


def signs_of(asked: Asked) -> Iterator[str]:
    """What the rules read, as signs: the rule that told and its answer, each sentence's clause, the lead-in, the usual reader
    and the kind of document."""
    seen, made = view(asked), reading(asked)
    yield f"R:{made.rule}"
    yield f"M:{made.modality.value}"
    yield f"P:{made.party.value}"
    for place, sentence in enumerate(seen.sentences[:_SENTENCES]):
        clause = clauses.clause(sentence)
        yield f"S{place}:{clause.modality.value}|{clause.mark}" if clause else f"S{place}:none"
        if clause:
            yield f"C{place}:{clause.rule}"
    lead = led(seen)
    if lead:
        yield f"L:{lead.modality.value}|{lead.mark}"
        yield f"LR:{lead.rule}"
    yield f"A:{addressee('zyou', seen).value}"
    yield f"D:{asked.document_type.lower()}"


def resorted(words: Sequence[str]) -> Array:
    """The last resort's scores about their mean."""
    scores = last_resort().scores(words)
    found: Array = RESORT * (scores - scores.mean())
    return found


def known_of(words: Sequence[str], known: dict[str, int]) -> tuple[NDArray[np.int64], Array]:
    """The places of the known ones among these features, and how often each occurs, damped."""
    found = Counter(known[each] for each in words if each in known)
    places = np.fromiter(found, np.int64, len(found))
    return places, 1 + np.log(np.fromiter(found.values(), np.float32, len(found)))


@cache
def shipped_judge() -> Judge:
    """The model that comes with Clausewatch; loaded once."""
    return read_judge(files("clausewatch.meaning").joinpath("knowledge/judge.npz").read_bytes(), NAME)


def read_judge(data: bytes, name: str) -> Judge:
    """The model of a weight file. Anything else is a BadInputError."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            about = json.loads(bytes(stored["about"]))
            rules, words, rarity, resort, base = (stored[each].astype(np.float32) for each in _ARRAYS)
            return Judge(
                frozenset(about["doubted"]),
                tuple(map(Modality, about["modalities"])),
                tuple(map(Party, about["parties"])),
                {each: at for at, each in enumerate(about["signs"])},
                {each: at for at, each in enumerate(about["words"])},
                *(rules, words, rarity, resort, base),
            )
    except (ValueError, KeyError, OSError, EOFError, IndexError, TypeError, BadZipFile) as error:
        mend = "Train it with `python -m training.judge`, or restore the shipped file"
        raise BadInputError(name, f"is no weight file of the judge of modality ({error})", mend) from error


def write_judge(model: Judge) -> bytes:
    """The weight file in half precision, compressed, the same bytes for the same model."""
    about = {
        "doubted": sorted(model.doubted),
        "modalities": [each.value for each in model.modalities],
        "parties": [each.value for each in model.parties],
        "signs": list(model.signs),
        "words": list(model.known),
    }
    out = io.BytesIO()
    np.savez_compressed(
        out,
        about=np.frombuffer(json.dumps(about).encode(), np.uint8),
        **{each: getattr(model, each).astype(np.float16) for each in _ARRAYS},
    )
    return out.getvalue()
