"""Buckets reckoned for many texts at once are those of each feature by itself."""

from __future__ import annotations

import pickle
import string
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.meaning.buckets import bags, bucket, letters, phrases
from clausewatch.meaning.features import bags_of, own_bags
from clausewatch.meaning.remembered import Remembered
from clausewatch.meaning.stems import LITTLE, LONGEST_WORD, stem
from clausewatch.nouns.finding import Asked, Party

_WORDS = st.one_of(
    st.sampled_from(["the", "of", "you", "terminations", "don't"]),
    st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=LONGEST_WORD),
)
_TEXTS = st.lists(st.lists(_WORDS, max_size=8), max_size=4)


@given(_TEXTS, st.sampled_from(["t", "a3"]))
def test_the_buckets_of_phrases_are_those_of_the_phrases_as_texts(many: list[list[str]], view: str) -> None:
    found, of = phrases(many, [view] * len(many))
    for place, text in enumerate(many):
        stems = [stem(word) for word in text]
        telling = [each for each in stems if each not in LITTLE]
        wanted = [f"{view}u{each}" for each in stems]
        wanted += [f"{view}b{one} {other}" for one, other in pairwise(stems)]
        wanted += [f"{view}s{one} {other}" for one, other in pairwise(telling)]
        assert sorted(found[of == place].tolist()) == sorted(map(bucket, wanted))


def test_each_text_has_its_own_view() -> None:
    found, of = phrases([["fee"], ["fee"], []], ["t", "a1", "a2"])
    assert (found.tolist(), of.tolist()) == ([bucket("tufee"), bucket("a1ufee")], [0, 1])


@given(_TEXTS)
def test_a_bag_counts_what_belongs_to_its_text(many: list[list[str]]) -> None:
    found, of = letters(many, "t")
    made = bags((found, of), len(many))
    assert len(made) == len(many)
    for place, (distinct, damped) in enumerate(made):
        counted = Counter(found[of == place].tolist())
        assert distinct.tolist() == sorted(counted)
        assert np.allclose(damped, [1 + np.log(counted[each]) for each in sorted(counted)])


def test_a_statement_has_the_same_bags_alone_and_among_others() -> None:
    many = [
        Asked("You may not, may not, resell access.", ("Terms", "Use"), "You agree", "Terms of Service"),
        Asked("", ("Terms",)),
        Asked("We store prompts for 30 days:", document_type="Privacy Policy"),
    ]
    for asked, found in zip(many, own_bags(many), strict=True):
        words, runs, *_, shape, acts = bags_of(asked)
        for (buckets, counts), wanted in zip(found, (words, runs, shape, acts), strict=True):
            assert np.array_equal(buckets, wanted[0])
            assert np.array_equal(counts, wanted[1])


def test_a_statement_is_found_by_its_hash_wherever_it_was_made() -> None:
    names = (("acme", Party.PLATFORM),)
    asked, same = (Asked("We may.", ("Terms",), aliases=names) for _ in range(2))
    assert {asked: 1}[same] == 1
    # Another process has other hashes of texts: what was remembered here must not go there.
    assert not hasattr(pickle.loads(pickle.dumps(asked)), "_hash")
    assert asked == pickle.loads(pickle.dumps(same))
    assert hash(asked) != hash(Asked("We may not.", ("Terms",), aliases=names))


def test_what_was_looked_at_is_not_made_again_and_the_oldest_goes() -> None:
    made: list[int] = []

    def doubled(many: Sequence[int]) -> list[int]:
        made.extend(many)
        return [2 * each for each in many]

    remembered: Remembered[int, int] = Remembered(doubled, 2)
    remembered.look_at([1, 2, 1])
    assert (remembered(1), remembered(2), made) == (2, 4, [1, 2])
    assert [remembered(each) for each in (3, 4, 1, 5)] == [6, 8, 2, 10]
    assert made == [1, 2, 3, 4, 5]
    assert [remembered(each) for each in (4, 5, 1)] == [8, 10, 2]
    assert made == [1, 2, 3, 4, 5, 1]
