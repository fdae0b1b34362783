"""What a finding says a statement does and whom it binds, where labels of many platforms teach more than the written rules.

A linear model weighs what the rules read (which of them told, of the statement, its sentences and its lead-in) and the words
that the topic model has at hand anyway. It learned from labels of platforms on which no rule was tuned, so it knows how far
each rule is to be trusted. It decides what is published of a statement; what the comparison and the topic model read of it
(`meaning.act`, `meaning.rules`) stays as the rules have it. How often it is right on platforms it never saw:
docs/reference/training-card-rules.md.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from clausewatch.errors import BadInputError
from clausewatch.meaning.buckets import BUCKETS, Bag
from clausewatch.meaning.features import around_at_hand, own_at_hand, surroundings_of
from clausewatch.meaning.rules import clauses
from clausewatch.meaning.rules.addressee import addressee
from clausewatch.meaning.rules.nothing import names_only, opens_list
from clausewatch.meaning.rules.reading import led, party_in, reading
from clausewatch.meaning.rules.view import view
from clausewatch.meaning.topics import STEPS, Weights
from clausewatch.nouns.finding import Asked, Modality, Party

NAME = "meaning/knowledge/judge.npz"

LENGTHS = (9.0, 5.0, 6.0, 4.0)
"""How long the bags of words, letters, lead-in and heading are made; each sign of the rules counts 1."""

SURE = 0.3
"""By how much (of log-probability) another modality must lead before it is said instead of the rules'."""

SURE_OF_PARTY = 1.5
"""The same of parties: of .5, 1 and 1.5 within a point on companies held out, and fewer readings of the rules are overturned."""

_SENTENCES = 3
_HALVES = ("signs", "rarity", "base")

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Judged:
    """A modality, a bound party, and whether the rules alone give the same."""

    modality: Modality
    party: Party
    as_ruled: bool


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """Weights per sign of the rules and per bucket of words, the rarity of each bucket, and what each answer begins with. Columns
    are the modalities, then the parties. `doubted` and `doubted_of_party` are the rules whose answer it betters on platforms
    it never saw: it is asked of no other."""

    doubted: frozenset[str]
    doubted_of_party: frozenset[str]
    modalities: tuple[Modality, ...]
    parties: tuple[Party, ...]
    known: dict[str, int]
    signs: Array
    words: Array
    rarity: Array
    base: Array

    def scores(self, asked: Asked) -> tuple[Array, Array]:
        """Log-probabilities of the modalities and of the parties, each up to a constant of its own."""
        at = [self.known[each] for each in signs_of(asked) if each in self.known]
        total = self.base + self.signs[at].sum(0)
        for (buckets, counts), length in zip(bags_at_hand(asked), LENGTHS, strict=True):
            values = counts * self.rarity[buckets]
            norm = values.dot(values)
            if norm:
                total += (values * np.float32(length / norm**0.5)) @ self.words[buckets]
        many = len(self.modalities)
        return total[:many], total[many:]

    def judged(self, asked: Asked, sure_of_party: float = SURE_OF_PARTY) -> Judged:
        """The rules' modality, unless they are doubted and another is likelier; the party that they give with it, likewise."""
        made = reading(asked)
        nothing = made.modality is Modality.NONE
        by_modality, by_party = self.scores(asked)
        modality, party = made.modality, made.party
        if nothing or made.rule in self.doubted:
            best = int(np.argmax(by_modality))
            if nothing or by_modality[best] - by_modality[self.modalities.index(modality)] > SURE:
                modality = self.modalities[best]
        same = modality is made.modality
        if not same:
            party = party_in(modality, "zboth" if party is Party.BOTH else "", view(asked))
        if not same or made.rule in self.doubted_of_party:
            best = int(np.argmax(by_party))
            if by_party[best] - by_party[self.parties.index(party)] > sure_of_party:
                party = self.parties[best]
        return Judged(modality, party, as_ruled=same and party is made.party)


def judged(asked: Asked, *, provision: bool) -> Judged:
    """What is said of a statement that is or is no provision: the second is left to the rules, and of the first are words that
    only name a matter or open a list. Any other provision does something, whatever the written rules find."""
    made = reading(asked)
    judge = shipped_judge()
    nothing = made.modality is Modality.NONE
    if not provision or (nothing and (names_only(asked) or opens_list(asked))):
        return Judged(made.modality, made.party, as_ruled=True)
    if nothing or made.rule in judge.doubted or made.rule in judge.doubted_of_party:
        return judge.judged(asked)
    return Judged(made.modality, made.party, as_ruled=True)


def bags_at_hand(asked: Asked) -> tuple[Bag, Bag, Bag, Bag]:
    """Words and letters of the statement, its lead-in, its own heading: as the topic model has them."""
    words, letters, *_ = own_at_hand(asked)
    heading, _, _, lead_in, _ = around_at_hand(surroundings_of(asked))
    return words, letters, lead_in, heading


def signs_of(asked: Asked) -> Iterator[str]:
    """What the rules read, as signs: the rule that told and its answer, each sentence's clause, the lead-in, the usual reader
    and the kind of document."""
    seen, made = view(asked), reading(asked)
    yield f"R:{made.rule}"
    yield f"M:{made.modality}"
    yield f"P:{made.party}"
    yield f"MP:{made.modality}|{made.party}"
    yield f"E:{made.explicit}"
    for place, sentence in enumerate(seen.sentences[:_SENTENCES]):
        clause = clauses.clause(sentence)
        if clause is None:
            yield f"S{place}:none"
        else:
            yield f"S{place}:{clause.modality}|{clause.mark}"
            yield f"C{place}:{clause.rule}"
    lead = led(seen)
    if lead:
        yield f"L:{lead.modality}|{lead.mark}"
        yield f"LR:{lead.rule}"
    yield f"A:{addressee('zyou', seen)}"
    yield f"D:{asked.document_type.lower()}"


@cache
def shipped_judge() -> Judge:
    """The model that comes with Clausewatch; loaded once."""
    return read_judge(files("clausewatch.meaning").joinpath("knowledge/judge.npz").read_bytes(), NAME)


def read_judge(data: bytes, name: str) -> Judge:
    """The model of a weight file. Anything else is a BadInputError."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            about = json.loads(bytes(stored["about"]))
            rows = stored["rows"]
            signs, rarity, base = (stored[each].astype(np.float32) for each in _HALVES)
            words = np.zeros((BUCKETS, len(base)), np.float32)
            words[rows] = stored["steps"] * stored["sizes"][:, None]
            common = np.zeros(BUCKETS, np.float32)
            common[rows] = rarity
            return Judge(
                frozenset(about["doubted"]),
                frozenset(about["doubted_of_party"]),
                tuple(map(Modality, about["modalities"])),
                tuple(map(Party, about["parties"])),
                {each: at for at, each in enumerate(about["signs"])},
                *(signs, words, common, base),
            )
    except (ValueError, KeyError, OSError, EOFError, IndexError, TypeError, BadZipFile) as error:
        mend = "Train it with `python -m training.judge`, or restore the shipped file"
        raise BadInputError(name, f"is no weight file of the judge of modality ({error})", mend) from error


def write_judge(model: Judge) -> bytes:
    """The weight file: the buckets in use in steps of a byte, the rest in half precision, compressed, the same bytes for the same
    model."""
    about = {
        "doubted": sorted(model.doubted),
        "doubted_of_party": sorted(model.doubted_of_party),
        "modalities": [each.value for each in model.modalities],
        "parties": [each.value for each in model.parties],
        "signs": list(model.known),
    }
    rows = np.flatnonzero(model.rarity)
    words = Weights.of(model.words[rows], STEPS)
    out = io.BytesIO()
    np.savez_compressed(
        out,
        about=np.frombuffer(json.dumps(about).encode(), np.uint8),
        rows=rows.astype(np.uint32),
        signs=model.signs.astype(np.float16),
        steps=words.steps,
        sizes=words.sizes,
        rarity=model.rarity[rows].astype(np.float16),
        base=model.base.astype(np.float16),
    )
    return out.getvalue()
