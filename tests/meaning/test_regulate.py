"""Which regulations bear on a provision, in which order and words, and how a platform's documents cover them."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.meaning.gold import finding
from tests.meaning.test_knowledge import VERDICTS

from clausewatch.meaning.knowledge import regulations
from clausewatch.meaning.regulate import Case, bearing_on, case_of, coverage, sentence
from clausewatch.nouns.finding import Bearing, Modality, Party


def case(
    topic: str,
    modality: Modality,
    text: str = "",
    document_type: str = "",
    jurisdictions: tuple[str, ...] = (),
    party: Party = Party.PLATFORM,
) -> Case:
    return Case(
        (topic,), frozenset({modality}), frozenset({party}), text, document_type, frozenset(jurisdictions)
    )


def ids(of: Case, most: int = 50) -> list[str]:
    return [bears.entry.id for bears in bearing_on(of, regulations(), most)]


def test_a_right_of_erasure_meets_the_laws_that_grant_one() -> None:
    found = bearing_on(case("RIGHTS.delete", Modality.RIGHT), regulations())
    assert found[0].entry.id == "gdpr.art17"
    assert found[0].text == (
        "GDPR, Art. 17 (EU), bears on this, if personal data are processed within the scope of the GDPR: "
        "it gives people a right in this matter. Right to erasure. Applies from 2018-05-25."
    )


def test_every_sentence_says_bears_on_and_none_says_more() -> None:
    for entry in regulations().entries:
        text = sentence(entry, entry.bearings)
        assert re.search(r", bears? on this, if ", text), text
        assert not VERDICTS.search(text), text
        assert ("Applies from" in text) == (entry.applies_from is not None)
        assert ("not stated here" in text) == (entry.applies_from is None)
        assert ("To be checked at the official source" in text) == entry.verify


def test_no_instrument_fills_the_list_and_the_list_is_short() -> None:
    found = bearing_on(case("LIFECYCLE.suspend_terminate", Modality.POWER), regulations())
    instruments = [bears.entry.instrument for bears in found]
    assert len(found) == 5
    assert max(instruments.count(each) for each in instruments) <= 2


def test_consumer_law_does_not_bear_on_documents_that_bind_organisations() -> None:
    of = case("RISK.liability_limit", Modality.DISCLAIMER)
    assert "unfair-contract-terms-directive.annex-a" in ids(of)
    assert "unfair-contract-terms-directive.annex-a" not in ids(replace(of, document_type="Commercial Terms"))


def test_a_law_for_one_field_needs_that_field_in_the_text() -> None:
    assert "hipaa.baa" not in ids(
        case("ENTERPRISE.regulated_data", Modality.PROHIBITION, "Do not upload card numbers.")
    )
    assert "hipaa.baa" in ids(
        case("ENTERPRISE.regulated_data", Modality.OBLIGATION, "Protected health information needs a BAA.")
    )


def test_a_bar_on_conduct_has_nothing_to_say_of_a_notice() -> None:
    assert "cfaa.s1030" in ids(case("ABUSE.cyber", Modality.PROHIBITION, party=Party.USER))
    assert "cfaa.s1030" not in ids(case("ABUSE.cyber", Modality.DISCLOSURE))


def test_a_federation_reaches_its_states_and_standards_reach_everywhere() -> None:
    california = set(ids(case("DATA.purposes", Modality.DISCLOSURE, jurisdictions=("US-CA",))))
    assert {"ccpa-cpra.s100", "ftc-act.s5", "iso-iec-27001.a5-34"} <= california
    assert not {id_ for id_ in california if id_.startswith(("gdpr", "lgpd"))}
    assert "ccpa-cpra.s100" in ids(case("DATA.purposes", Modality.DISCLOSURE, jurisdictions=("US",)))
    assert "ccpa-cpra.s100" not in ids(case("DATA.purposes", Modality.DISCLOSURE, jurisdictions=("EU",)))


def test_findings_that_abstain_bring_no_law() -> None:
    content = "You may ask us to delete your data."
    spoken = finding(content, content, "RIGHTS.delete", Modality.RIGHT, Party.USER)
    assert bearing_on(case_of([spoken], content), regulations())
    assert not bearing_on(case_of([replace(spoken, abstain=True)], content), regulations())


def test_voluntary_frameworks_recommend() -> None:
    entry = next(entry for entry in regulations().entries if entry.id == "nist-ai-rmf.govern3-2")
    assert "it recommends a term or practice of this kind" in sentence(entry, (Bearing.REQUIRES_TERM,))


def test_coverage_tells_found_from_not_found_and_nothing_more() -> None:
    content = "You may ask us to delete your data."
    spoken = finding(content, content, "RIGHTS.delete", Modality.RIGHT, Party.USER)
    cover = {each.instrument: each for each in coverage([spoken], regulations())}
    assert "RIGHTS.delete" in cover["GDPR"].found
    assert "RIGHTS.access" in cover["GDPR"].not_found
    assert not set(cover["GDPR"].found) & set(cover["GDPR"].not_found)
    assert cover["DSA"].found == ()
    assert sum(len(each.entries) for each in coverage([], regulations())) == len(regulations().entries)
