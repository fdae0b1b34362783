"""The taxonomy file: what it promises, how it fails, what becomes of old ids."""

from __future__ import annotations

import pytest

from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.meaning.said import perhaps_today, told_today
from clausewatch.meaning.taxonomy import read_taxonomy, taxonomy
from clausewatch.nouns.change import Severity
from clausewatch.nouns.finding import Modality, Party, TopicScore
from clausewatch.nouns.stated import TopicTold

LEAF = "{id: PAY.fees, name: Fees, definition: Prices., cues: [pay], documents: [tos]}"
OTHER = "{id: PAY.refund, name: Refunds, definition: Money back., cues: [refund], documents: [tos]}"


def _read(leaves: str, more: str = "", family: str = "PAY") -> object:
    data = f"version: '9'\nfamilies: [{{id: {family}, name: P, definition: D., leaves: [{leaves}]}}]\n{more}"
    return read_taxonomy(data.encode(), "mine.yaml")


def test_shipped() -> None:
    shipped = taxonomy()
    assert (len(shipped.families), len(shipped.topics)) == (16, 110)
    assert shipped.topic("HARM.weapons").family == "HARM"
    assert shipped.version


def test_an_unknown_id_is_told_with_its_kin() -> None:
    with pytest.raises(UnknownNameError, match=r"'PAY\.tips'.*PAY\.renewal.*PAY\.fees"):
        taxonomy().topic("PAY.tips")


@pytest.mark.parametrize(
    ("leaves", "more", "family", "told"),
    [
        ("{id: fees, name: F}", "", "PAY", r"mine\.yaml: .*fees.*not a topic"),
        (
            "{id: PAY.fees, name: '', definition: D., cues: [a], documents: [tos]}",
            "",
            "PAY",
            r"PAY\.fees: has no text under `name`",
        ),
        (
            "{id: PAY.fees, name: F, definition: D., cues: a, documents: [tos]}",
            "",
            "PAY",
            r"PAY\.fees: has no list of texts under `cues`",
        ),
        (f"{LEAF}, {LEAF}", "", "PAY", r"PAY\.fees: occurs twice"),
        (LEAF, "", "RISK", r"PAY\.fees: stands in family RISK"),
        ("", "", "PAY", r"PAY: has no leaves"),
        (
            LEAF,
            "moves: [{version: '9', old: PAY.fees, new: [PAY.fees]}]",
            "PAY",
            "moved away but still a topic",
        ),
        (
            LEAF,
            "moves: [{version: '9', old: PAY.old, new: [PAY.gone]}]",
            "PAY",
            r"moves to PAY\.gone, which is no topic",
        ),
    ],
)
def test_a_broken_file_is_told_by_file_and_id(leaves: str, more: str, family: str, told: str) -> None:
    with pytest.raises(BadInputError, match=told):
        _read(leaves, more, family)


@pytest.mark.parametrize("data", [b"families: [", b"- 1", b"", b"\xff\xfe\x00"])
def test_what_is_no_taxonomy_is_refused(data: bytes) -> None:
    with pytest.raises(BadInputError, match=r"mine\.yaml"):
        read_taxonomy(data, "mine.yaml")


def test_moves_carry_stored_scores_over() -> None:
    moves = (
        "moves:\n"
        "- {version: '7', old: PAY.money, new: [PAY.cash, PAY.refund]}\n"
        "- {version: '8', old: PAY.cash, new: [PAY.fees]}\n"
    )
    today = read_taxonomy(
        f"version: '9'\nfamilies: [{{id: PAY, name: P, definition: D., leaves: [{LEAF}, {OTHER}]}}]\n{moves}".encode(),
        "m",
    )
    said = (Modality.POWER, Party.PLATFORM, Severity.LOW)
    told = (TopicTold("PAY.money", 0.5, True, *said), TopicTold("PAY.fees", 0.7, False, *said))
    assert told_today(told, today) == (
        TopicTold("PAY.fees", 0.7, True, *said),
        TopicTold("PAY.refund", 0.5, True, *said),
    )
    with pytest.raises(UnknownNameError):
        told_today((TopicTold("PAY.never", 0.5, True, *said),), today)
    unsure = (TopicScore("PAY.money", 0.5), TopicScore("PAY.refund", 0.6))
    assert perhaps_today(unsure, (), today) == (TopicScore("PAY.fees", 0.5), TopicScore("PAY.refund", 0.6))
    assert perhaps_today(unsure, told_today(told, today), today) == ()
