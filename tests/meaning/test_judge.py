"""The judge of modality and party: its file, and what it may say of provisions and of what rules nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clausewatch.errors import BadInputError
from clausewatch.meaning.classify import classify
from clausewatch.meaning.grounded import drafts
from clausewatch.meaning.judge import (
    SURE_OF_PARTY,
    Judged,
    judged,
    read_judge,
    shipped_judge,
    signs_of,
    write_judge,
)
from clausewatch.meaning.phrases import PLAINEST
from clausewatch.meaning.rules import modality_of, party_of
from clausewatch.meaning.rules.reading import reading
from clausewatch.meaning.topics import shipped_model
from clausewatch.nouns.document import Provision, Statement, StatementKind
from clausewatch.nouns.finding import JUDGED, Asked, Basis, Finding, Modality, Party, Plain
from clausewatch.nouns.identity import ProvisionId
from clausewatch.nouns.knowledge import Analysed

RULED = Asked("You must lock the gate.", ("House rules",), "", "Terms of Service")
NOTHING = Asked("Last updated: 3 May 2026", ("Terms",), "", "Terms of Service")


def test_a_weight_file_reads_as_it_was_written() -> None:
    judge = shipped_judge()
    again = read_judge(write_judge(judge), "copy")
    assert (again.modalities, again.parties) == (judge.modalities, judge.parties)
    assert (again.doubted, again.doubted_of_party) == (judge.doubted, judge.doubted_of_party)
    assert again.known == judge.known
    assert np.array_equal(again.words, judge.words)
    assert np.array_equal(again.signs, judge.signs)


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04 broken"])
def test_another_file_is_refused_with_a_mend(data: bytes) -> None:
    with pytest.raises(BadInputError, match=r"training\.judge"):
        read_judge(data, "some file")


def test_where_rules_tell_plainly_it_says_the_same() -> None:
    said = judged(RULED, provision=True)
    assert (said.modality, said.party, said.as_ruled) == (Modality.OBLIGATION, Party.USER, True)


def test_a_provision_does_something_and_what_no_topic_fits_stays_as_the_rules_have_it() -> None:
    assert Modality.NONE not in shipped_judge().modalities
    assert reading(NOTHING).modality is Modality.NONE
    assert judged(NOTHING, provision=False).modality is Modality.NONE
    assert judged(NOTHING, provision=True).modality is not Modality.NONE


def test_another_party_is_said_only_where_it_leads_clearly() -> None:
    judge = shipped_judge()
    level = replace(
        judge,
        doubted_of_party=frozenset({reading(RULED).rule}),
        signs=judge.signs * 0,
        words=judge.words * 0,
        base=np.zeros_like(judge.base),
    )
    leads = np.zeros_like(judge.base)
    leads[judge.modalities.index(Modality.OBLIGATION)] = 1
    leads[len(judge.modalities) + judge.parties.index(Party.BOTH)] = SURE_OF_PARTY
    assert replace(level, base=leads).judged(RULED).party is Party.USER
    leads[len(judge.modalities) + judge.parties.index(Party.BOTH)] = SURE_OF_PARTY + 0.1
    said = replace(level, base=leads).judged(RULED)
    assert (said.party, said.as_ruled) == (Party.BOTH, False)


def test_it_is_asked_only_about_rules_that_it_betters() -> None:
    trusted = Asked("You shall indemnify us against all claims.", ("House rules",), "", "Terms of Service")
    assert reading(trusted).rule not in shipped_judge().doubted
    assert judged(trusted, provision=True).as_ruled
    assert {"no provision", "due"} & shipped_judge().doubted


def test_features_of_rules_are_of_the_statement_alone() -> None:
    assert list(signs_of(RULED)) == list(signs_of(RULED))
    assert "M:obligation" in list(signs_of(RULED))
    assert not any(each.startswith("L:") for each in signs_of(RULED))


@pytest.mark.parametrize("text", ["…", "A " * 700, "؟", "1.", "You."])
def test_odd_statements_are_judged_as_well(text: str) -> None:
    assert shipped_judge().judged(Asked(text)).modality in shipped_judge().modalities


@pytest.mark.parametrize(
    "text", ["Mandatory arbitration", "We use what you send for the following purposes:"]
)
def test_what_names_a_matter_or_opens_a_list_does_nothing_whatever_its_topic(text: str) -> None:
    assert judged(Asked(text), provision=True) == Judged(Modality.NONE, Party.NONE, as_ruled=True)


OVERRULED = Asked(
    "Your content is used to train our models, even where you do not use the paid version.",
    ("Content",),
    "",
    "Terms of Service",
)


def test_a_finding_that_the_judge_overruled_says_so_and_keeps_what_the_rules_read() -> None:
    said = judged(OVERRULED, provision=True)
    assert not said.as_ruled
    found = classify(OVERRULED, shipped_model())
    assert isinstance(found, Finding)
    assert (found.modality, found.bound_party) == (said.modality, said.party)
    assert (found.basis, found.recipe.method) == (Basis.INFERRED, JUDGED)
    assert found.plain == found.ruled == Plain(modality_of(OVERRULED), party_of(OVERRULED))


def test_no_sentence_asserts_what_is_only_likely() -> None:
    found = classify(OVERRULED, shipped_model())
    assert isinstance(found, Finding)
    end = len(OVERRULED.text)
    provision = Provision(
        ProvisionId("p"),
        ("Content",),
        "Content",
        "",
        0,
        end,
        None,
        (Statement(StatementKind.SENTENCE, 0, end),),
    )
    likely = replace(found, modality=Modality.OBLIGATION, bound_party=Party.USER)
    firm = replace(likely, ruled=None)
    texts = {
        name: [
            text
            for draft in drafts(Analysed(OVERRULED.text, provision, (each,), "Lumen"))
            for text in draft.wordings
        ]
        for name, each in (("likely", likely), ("firm", firm))
    }
    assert any("duty" in text or "asks this" in text or "binds" in text for text in texts["firm"])
    assert texts["likely"]
    assert all(PLAINEST in text for text in texts["likely"])
