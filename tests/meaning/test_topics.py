"""The topic model: what it says of plain cases, how its file fails, that it is the same every time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clausewatch.errors import BadInputError
from clausewatch.meaning.act import act_of
from clausewatch.meaning.buckets import BUCKETS
from clausewatch.meaning.features import VIEWS, bags_of
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.meaning.topics import (
    NO_PROVISION,
    Calibration,
    decide,
    read_model,
    shipped_model,
    weighed,
    write_model,
)
from clausewatch.nouns.finding import Asked

PLAIN = [
    (
        "The rules of this contract are read under the law of Norway, and its conflict rules stay out.",
        "DISPUTE.law",
    ),
    ("Every claim is heard by a single arbitrator whose award is final and binding.", "DISPUTE.arbitration"),
    (
        "Shoppers may ask for their money back within ten days of purchase and receive a full refund.",
        "PAY.refund",
    ),
    ("Do not ask the tool how to make explosives, nerve agents or firearms.", "HARM.weapons"),
    ("Our cookies and pixels measure how visitors reach the website.", "DATA.cookies"),
    ("Subprocessors are listed online, and customers may object to a new one.", "ENTERPRISE.subprocessors"),
]


@pytest.mark.parametrize(("text", "topic"), PLAIN)
def test_plain_cases(text: str, topic: str) -> None:
    ranking = shipped_model().rank(Asked(text))
    assert ranking.topics[0].topic == topic
    assert not ranking.abstain


@pytest.mark.parametrize(
    "text",
    ["We use your personal data for the following purposes:", "Skip to main content", "Related articles"],
)
def test_stubs_and_navigation_are_no_provisions(text: str) -> None:
    assert shipped_model().rank(Asked(text)).topics == ()


@pytest.mark.parametrize("text", ["", " ", "§ 4 … —", "你好", "x" * 19_999, "zxqv wfjk"])
def test_what_has_no_known_words_is_not_spoken_of(text: str) -> None:
    ranking = shipped_model().rank(Asked(text))
    assert ranking.abstain or not ranking.topics


def test_scores_are_ranked_probabilities_of_known_topics() -> None:
    known = {topic.id for topic in taxonomy().topics}
    for text, _ in PLAIN:
        topics = (
            shipped_model().rank(Asked(text, ("General terms",), "You agree:", "Terms of Service")).topics
        )
        scores = [each.score for each in topics]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= each.score <= 1 and each.topic in known for each in topics)


def test_the_labels_are_the_taxonomy() -> None:
    assert shipped_model().labels == (*(topic.id for topic in taxonomy().topics), NO_PROVISION)


def test_a_heading_weighs_in() -> None:
    text = "This applies for two years."
    cold, warm = (shipped_model().scores(Asked(text, path)) for path in ((), ("Data retention",)))
    at = shipped_model().labels.index("SHARE.retention")
    assert warm[at] > cold[at]


def test_bags_are_distinct_buckets_one_bag_a_view() -> None:
    bags = bags_of(
        Asked("You may not, may not, resell access.", ("Terms", "Use"), "You agree", "Terms of Service")
    )
    assert len(bags) == len(VIEWS)
    for buckets, counts in bags:
        assert len(set(buckets.tolist())) == len(buckets) == len(counts)
        assert all(0 <= bucket < BUCKETS for bucket in buckets)


def test_scores_are_the_sum_over_the_bags_whatever_was_asked_before() -> None:
    model = shipped_model()
    asked = [
        Asked(text, ("Terms", heading), lead, "Terms of Service")
        for text in ("You may not resell access.", "We store prompts for 30 days:", "")
        for heading in ("Restrictions", "Retention")
        for lead in ("", "You may not:")
    ]

    for one in (*asked, *asked):
        total = model.likeness.scores(one, act_of(one))
        bags = bags_of(one)
        for (buckets, first), (_, second), scale in zip(
            weighed(bags, model.rarity[0]), weighed(bags, model.rarity[1]), model.scales, strict=True
        ):
            if buckets.size:
                parts = (model.weights[0].summed(buckets, first), model.weights[1].summed(buckets, second))
                total += scale * np.concatenate(parts)
        many = len(model.labels)
        assert np.allclose(model.scores(one), total[:many], atol=1e-5)
        assert np.allclose(model.compared(one, 1.0), total[many:], atol=1e-5)
        assert np.array_equal(model.scores(one), model.scores(one))


def test_the_file_holds_the_model() -> None:
    model = shipped_model()
    again = read_model(write_model(model), "again")
    for one, other in zip(again.weights, model.weights, strict=True):
        assert np.array_equal(one.steps, other.steps)
        assert np.array_equal(one.sizes, other.sizes)
    assert np.array_equal(again.likeness.by_act, model.likeness.by_act)
    assert (again.calibration, again.labels, again.scales) == (model.calibration, model.labels, model.scales)
    assert write_model(again) == write_model(model)


def test_another_form_is_refused() -> None:
    with pytest.raises(BadInputError, match="another form"):
        read_model(write_model(replace(shipped_model(), scales=(1.0,))), "mine.npz")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"words"])
def test_garbage_is_refused(data: bytes) -> None:
    with pytest.raises(BadInputError, match=r"mine\.npz.*make train"):
        read_model(data, "mine.npz")


def test_decisions_by_calibration() -> None:
    by = Calibration(slope=4.0, lead=4.0, base=-2.0, none_margin=0.0, threshold=0.8)
    labels = ("A.one", "A.two", NO_PROVISION)
    sure = decide(labels, np.array([0.9, 0.1, 0.0], np.float32), by)
    assert (sure.topics[0].topic, sure.abstain) == ("A.one", False)
    assert decide(labels, np.array([0.3, 0.29, 0.0], np.float32), by).abstain
    assert decide(labels, np.array([0.3, 0.1, 0.31], np.float32), by).topics == ()


def test_what_may_be_no_provision_is_ranked_but_not_said() -> None:
    by = Calibration(slope=4.0, lead=4.0, base=-2.0, none_margin=0.3, threshold=0.1)
    labels = ("A.one", "A.two", NO_PROVISION)
    doubtful = decide(labels, np.array([0.6, 0.1, 0.7], np.float32), by)
    assert (doubtful.topics[0].topic, doubtful.abstain) == ("A.one", True)
    assert decide(labels, np.array([0.6, 0.1, 0.95], np.float32), by).topics == ()
    assert not decide(labels, np.array([0.6, 0.1, 0.5], np.float32), by).abstain
