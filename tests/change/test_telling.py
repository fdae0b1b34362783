"""What a summary and a headline say: units compared, modals first, no figure, name or modal of their own."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.change.editions import Clause, edition

from clausewatch.change import compare
from clausewatch.nouns.change import Change, ChangeClass, ChangeRecord, RecordDates, Severity, Shift
from clausewatch.nouns.document import Cause, Edition
from clausewatch.storage import Database, records
from clausewatch.storage.records import RecordFilter

FRAME = "The tool turns drawings into words."


def record(old: str, new: str, heading: str = "Rules") -> ChangeRecord:
    sides = ([(heading, [FRAME, *side.split("\n")])] for side in (old, new))
    return compare(edition(next(sides)), edition(next(sides), "2026-02-01")).record


def edit(old: str, new: str, heading: str = "Rules") -> Change:
    (found,) = record(old, new, heading).changes
    return found


FIGURES = [
    ("We give 30 days notice of prices.", "We give 2 months notice of prices.", "The notice period rises from 30 days to 2 months in"),
    ("Answer us within 24 hours.", "Answer us within 3 days.", "The period rises from 24 hours to 3 days in"),
    ("Drawings stay for 12 months.", "Drawings stay for 2 years.", "The period rises from 12 months to 2 years in"),
    ("Drawings stay for 3 weeks.", "Drawings stay for 14 days.", "The period falls from 3 weeks to 14 days in"),
    ("Drawings stay for 60 days.", "Drawings stay for 2 months.", "The period of 60 days becomes 2 months in"),
    ("Pay within 30 days of the bill.", "Pay within 14 business days of the bill.", "The period of 30 days becomes 14 business days in"),
    ("Pay within 10 business days.", "Pay within 14 business days.", "The period rises from 10 to 14 business days in"),
    ("A seat costs 25 euros.", "A seat costs 40 euros.", "The figure rises from 25 to 40 euros in"),
    ("A seat costs 25 euros.", "A seat costs 30 dollars.", "“25 euros” becomes “30 dollars” in"),
    ("A seat costs 25 euros.", "A seat costs 25.00 euros.", "“25” becomes “25.00” in"),
    ("We owe at most $1,000 in all.", "We owe at most $100 in all.", "The figure falls from $1,000 to $100 in"),
    ("We owe at most 1 million euros.", "We owe at most 500 thousand euros.", "The figure falls from 1 million euros to 500 thousand euros in"),
    ("You get 5 % of sales.", "You get 7.5 % of sales.", "The figure rises from 5 to 7.5% in"),
    ("Call +49 89 123456 for help.", "Call +49 89 123457 for help.", "The figure 123456 becomes 123457 in"),
    ("You must be 16 years old.", "You must be 13 years old.", "The age falls from 16 to 13 years in"),
    ("See section 4.2 for limits.", "See section 4.3 for limits.", "The reference to section 4.2 becomes section 4.3 in"),
    ("The limits of § 4 bind both.", "The limits of § 5 bind both.", "The reference to § 4 becomes § 5 in"),
    ("We review drawings[12] by hand.", "We review drawings[13] by hand.", "The reference to note 12 becomes note 13 in"),
    ("Pay 10 euros a month or 100 euros a year.", "Pay 12 euros a month or 120 euros a year.", "The figure rises from 10 to 12 euros, and the figure rises from 100 to 120 euros in"),
    ("Members lend drawings for 30 days.", "Members sell drawings for 60 days.", "; “lend” becomes “sell”"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), FIGURES)
def test_figures_are_compared_in_their_units(old: str, new: str, told: str) -> None:
    assert told in edit(old, new).summary


TURNED = [
    ("We delete drawings, and we will not keep copies of drawings after 30 days.", "We delete drawings, and we will keep copies of drawings after 90 days.", "“not” is dropped in", "; the period rises from 30 to 90 days"),
    ("You may store 5 copies.", "You may not store 15 copies.", "“not” is added in", "; the figure rises from 5 to 15"),
    ("You may ask for 3 drawings.", "You must ask for 4 drawings.", "“may” becomes “must” in", "; the figure rises from 3 to 4"),
    ("Guests can stay 2 hours.", "Guests cannot stay 1 hour.", "“can” becomes “cannot” in", "; the period falls from 2 hours to 1 hour"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "first", "then"), TURNED)
def test_what_may_or_must_be_done_is_told_before_the_figure(
    old: str, new: str, first: str, then: str
) -> None:
    told = edit(old, new).summary
    assert told.startswith(first)
    assert told.endswith(then)


MATTERS = [
    ("The courts of Munich decide.", "The courts of Berlin decide.", Shift.VENUE, Severity.MEDIUM),
    ("The terms are governed by the laws of Ireland.", "The terms are governed by the laws of Spain.", Shift.VENUE, Severity.MEDIUM),
    ("The contracting party is Alder in Dublin.", "The contracting party is Alder in Valletta.", Shift.PARTY, Severity.MEDIUM),
    ("We share your drawings with Alder Hosting.", "We share your drawings with Birch Hosting.", Shift.RECIPIENT, Severity.MEDIUM),
    ("Write to help@alder.example today.", "Write to legal@alder.example today.", Shift.CONTACT, Severity.LOW),
    ("Write to help.alder.example today.", "Write to jobs.alder.example today.", Shift.CONTACT, Severity.LOW),
    ("The price is 25 euros for a seat.", "The price is 25 dollars for a seat.", Shift.NUMBER, Severity.MEDIUM),
    ("The price is $25 for a seat.", "The price is €25 for a seat.", Shift.NUMBER, Severity.MEDIUM),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "shift", "severity"), MATTERS)
def test_a_name_in_the_place_of_a_name_takes_the_matter_of_its_clause(
    old: str, new: str, shift: Shift, severity: Severity
) -> None:
    found = edit(old, new)
    assert shift in found.shift
    assert Shift.CLARIFICATION_ONLY not in found.shift
    assert found.severity is severity


@pytest.mark.parametrize("heading", ["Sub-processors", "Helpers"])
def test_the_country_of_one_who_receives_data_is_told_as_recipient(heading: str) -> None:
    lead = "We share your drawings with these companies.\n"
    found = edit(f"{lead}- Beech Mail, Germany", f"{lead}- Beech Mail, France", heading)
    assert (found.shift, found.severity) == ((Shift.RECIPIENT,), Severity.MEDIUM)


def test_an_entry_of_a_list_of_recipients_that_comes_or_goes_is_a_recipient() -> None:
    lead = "We share your drawings with these companies.\n- Alder Hosting, Ireland"
    for old, new in ((lead, f"{lead}\n- Beech Mail, Germany"), (f"{lead}\n- Beech Mail, Germany", lead)):
        found = edit(old, new, "Data")
        assert (found.shift, found.severity) == ((Shift.RECIPIENT,), Severity.LOW)


def test_a_row_of_subprocessors_is_a_recipient() -> None:
    rows = "| Name\tCountry\tSince\n| Alder\tIreland\t2020"
    found = edit(rows, rows.replace("Ireland", "China"), "Sub-processors")
    assert (found.shift, found.severity) == ((Shift.RECIPIENT,), Severity.LOW)


def test_a_reference_is_no_figure_and_a_figure_written_longer_no_change() -> None:
    assert edit(*FIGURES[15][:2]).shift == (Shift.CLARIFICATION_ONLY,)
    assert edit(*FIGURES[9][:2]).shift == (Shift.CLARIFICATION_ONLY,)


def spoken(one: Edition, language: str) -> Edition:
    return replace(one, version=replace(one.version, language=language))


ENGLISH: list[Clause] = [("Use", ["You may use the tool for drawings of your own."])]
GERMAN: list[Clause] = [("Nutzung", ["Sie dürfen das Werkzeug für eigene Zeichnungen nutzen."])]


def test_a_variant_is_told_as_what_it_is() -> None:
    first, other = edition(ENGLISH), spoken(edition(GERMAN, "2026-01-03"), "de")
    assert compare(first, other).record.headline == "The page is served in German"
    named = spoken(other, "xx")
    assert compare(first, named).record.headline == "The page is served in another language (xx)"


def test_another_spelling_is_no_earlier_variant() -> None:
    told = record(
        "Our centre has licences in colour.\nWe analyse your favour.",
        "Our center has licenses in color.\nWe analyze your favor.",
    )
    assert told.change_class is ChangeClass.VARIANT
    assert told.headline == "The page is served in another spelling of the same language"


def test_reading_again_is_no_change_of_the_platform() -> None:
    better = edition([("Use", ["You may use the tool."])], "2026-02-01", cause=Cause.REREAD)
    told = compare(edition(ENGLISH), better).record
    assert told.headline == "Read again; the platform changed nothing"


OTHERS = [
    ("Members may bring Guests.", "Members must bring Guests."),
    ("Only members see Drawings.", "Members see Drawings."),
    ("You must not copy Maps.", "You must not copy Maps or Plans of Alder."),
    ("We keep drawings.", "We keep drawings.\nWe will not sell 3 drawings to Birch."),
    ("We keep drawings.\nYou can leave within 5 days.", "We keep drawings."),
    ("We may stop the tool at any time, and you may take your drawings with you.", "We may stop the tool at any time.\nYou may not take your drawings with you."),
    ("You may lend 2 keys to Alder, Birch or Cedar for ten days.", "You shall lend 7 keys to Alder or Dogwood for twelve weeks."),
    ("Between 10 and 20 days.", "Between 20 and 10 days."),
    ("We give thirty (30) days notice.", "We give fourteen (14) days notice."),
    ("Articles 4, 5 and 6 bind you.", "Articles 4, 5 and 7 bind you."),
    ("Wir dürfen 3 Karten behalten.", "Wir dürfen nicht 4 Karten behalten."),
    ("Nous vendons vos dessins.", "Nous ne vendons pas vos dessins."),
]  # fmt: skip
PAIRS = [
    *((old, new) for old, new, _ in FIGURES),
    *((old, new) for old, new, _, _ in TURNED),
    *((old, new) for old, new, _, _ in MATTERS),
    *OTHERS,
]
_TOLD = re.compile(r"\d+(?:[.,]\d+)*|\b(?:may|must|shall|should|will|can|cannot|not|no|never|only|without)\b|[^\W\d_]+", re.IGNORECASE)  # fmt: skip
# What is told only of a nature ("Spelling only: ..."), how many more there are, and the sections between which something
# moved are no words of the two passages.
_SAYS = re.compile(r"^[^“]*\bonly: |^Moved from “.*?” to “.*?”, text| and \d+ more\b|[“”…]")
_MODALS = frozenset("may must shall should will can cannot not no never only without".split())  # noqa: SIM905
# The telling's own words that begin a sentence or a part of one.
_OWN = frozenset(
    [
        "The",
        "New",
        "Moved",
        "Merged",
        "Split",
        "Added",
        "Removed",
        "Dropped",
        "Reworded",
        "Punctuation",
        "Spelling",
        "British",
        "American",
        "A",
        "Repeats",
        "Collected",
        "Wording",
        "Page",
    ]
)


def beyond(one: Change) -> set[str]:
    """The figures, names and modals of a summary that stand in neither text; its own fixed phrases aside."""
    stands = set(_TOLD.findall(f"{one.old or ''} {one.new or ''} {one.section}".casefold()))
    told = set()
    for word in _TOLD.findall(_SAYS.sub(" ", one.summary)):
        own = word in _OWN
        if (
            not own
            and (word[0].isdigit() or word[0].isupper() or word in _MODALS)
            and word.casefold() not in stands
        ):
            told.add(word)
    return told


@pytest.mark.parametrize(("old", "new"), [*PAIRS, *((new, old) for old, new in PAIRS)])
def test_a_summary_never_goes_beyond_the_text(old: str, new: str) -> None:
    changes = record(old, new).changes
    assert changes
    for one in changes:
        assert not beyond(one), one.summary


def test_there_are_enough_pairs() -> None:
    assert len(PAIRS) >= 40


@pytest.mark.shared
def test_no_summary_of_the_archive_goes_beyond_its_text(archive_home: Path) -> None:
    database = Database(f"sqlite:///{archive_home / 'clausewatch.db'}")
    with database.read() as connection:
        told = records.records(connection, RecordFilter())
    changes = [one for record in told for one in record.changes]
    assert len(changes) > 1000
    wrong = [(one.summary, beyond(one)) for one in changes if beyond(one)]
    assert not wrong, wrong[:5]


def test_an_effective_date_is_news_when_new_or_ahead() -> None:
    seen = edition(ENGLISH, "2026-02-01").version.observed_at.date()
    past, ahead = seen.replace(year=2024), seen.replace(year=2027)
    assert RecordDates(effective=past).upcoming(seen) is None
    assert RecordDates(effective=past, effective_new=True).upcoming(seen) == past
    assert RecordDates(effective=ahead).upcoming(seen) == ahead
    assert RecordDates().upcoming(seen) is None
