"""What a fresh reader of the rules confused: small differences that rule, and large ones that say the same."""

from __future__ import annotations

import cProfile
from collections.abc import Sequence

import pytest
from tests.change.editions import Clause, edition

from clausewatch.change import compare
from clausewatch.nouns.change import ChangeClass

BASE: list[Clause] = [
    ("Berths", ["The harbour lets berths to members and of the berths you may use one."]),
    ("Towing", ["Towing is done by the crew of the harbour and paid for at the office."]),
]
LISTS = [
    "We log the following:",
    "- arrival",
    "- cargo manifest",
    "We hand on the following:",
    "- length of the boat",
]


def classes(old: Sequence[Clause], new: Sequence[Clause]) -> set[ChangeClass]:
    """The classes of the change and of its reverse."""
    one, two = [*BASE, *old, ("Last", ["Closing words."])], [*BASE, *new, ("Last", ["Closing words."])]
    return {
        compare(edition(before, "2026-01-01"), edition(after, "2026-02-01")).record.change_class
        for before, after in ((one, two), (two, one))
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # An answer under its question, and labels that are rules.
        ([("Is my log sold?", ["No"])], [("Is my log sold?", ["Yes"])]),
        ([("Fees", ["Fees are due."])], [("Fees", ["Fees are due.", "Deposits excluded"])]),
        ([("Use", ["9 members may share one key"])], [("Use", ["2 members may share one key"])]),
        # Words of a consent banner in a heading and in a list.
        ([], [("Privacy choices", ["You lose the right to object once a berth is let."])]),
        (
            [("Bans", ["You must not:", "- moor at night"])],
            [("Bans", ["You must not:", "- moor at night", "- refuse a search", "- film the privacy of others"])],
        ),
        # Parties are no names.
        ([("Cost", ["Owners shall bear the cost."])], [("Cost", ["Platform shall bear the cost."])]),
        (
            [("Cost", ["Tenant pays fines.", "Keys are kept by Tenant.", "Loss is borne by Tenant."])],
            [("Cost", ["Landlord pays fines.", "Keys are kept by Landlord.", "Loss is borne by Landlord."])],
        ),
        # The same item in another list.
        ([("Data", LISTS)], [("Data", [*LISTS, "- cargo manifest"])]),
        (
            [("Data", [*LISTS, "- name of every person on board"])],
            [("Data", [*LISTS[:2], "- name of every person on board", *LISTS[2:]])],
        ),
        # The same words in another column.
        (
            [("Fares", ["| Boat\tTow\tLinen", "| Small\tfree\t–", "| Large\tfree\tfree"])],
            [("Fares", ["| Boat\tTow\tLinen", "| Small\t–\tfree", "| Large\tfree\tfree"])],
        ),
        # Signs that decide.
        ([("Pets", ["Dogs ✅ may come aboard."])], [("Pets", ["Dogs ❌ may come aboard."])]),
        ([("Pets", ["| Dogs\t●"])], [("Pets", ["| Dogs\t○"])]),
        ([("Fine", ["The fine is 2 × the fare."])], [("Fine", ["The fine is 2 ÷ the fare."])]),
        # Versions and dates of which something is ruled.
        ([("Log", ["We keep earlier versions of a log 60 days."])], [("Log", ["We keep earlier versions of a log 5 days."])]),
        ([], [("Log", ["Members with older versions of the key pay 9 euros."])]),
        ([], [("Log", ["All earlier agreements with the harbour are void."])]),
        (
            [("Fare", ["The fare of 9 euros is effective from 1 June 2026."])],
            [("Fare", ["The fare of 9 euros is effective from 1 March 2026."])],
        ),
        # Headings that rule.
        *(
            ([(old, ["It is paid at the office."])], [(new, ["It is paid at the office."])])
            for old, new in (
                ("Least age: 14", "Least age: 15"),
                ("Acceptable conduct", "Unacceptable conduct"),
                ("Erlaubte Nutzung", "Verbotene Nutzung"),
                ("Usos permitidos", "Usos prohibidos"),
                ("Usages autorisés", "Usages interdits"),
                ("If you moor in Norway", "If you moor in Finland"),
                ("Towing (free of charge)", "Towing (chargeable)"),
            )
        ),
        ([("Data we log", ["- arrival", "- cargo"])], [("Data we sell", ["- arrival", "- cargo"])]),
        ([], [("We sell your log to brokers", [])]),
        ([], [("Mooring at night is forbidden", [])]),
        # Spelling of names and numbers, and leading figures.
        ([("LAW", ["CLAIMS ARE HEARD IN AUSTRIA."])], [("LAW", ["CLAIMS ARE HEARD IN AUSTRALIA."])]),
        ([("Plazo", ["Son sesenta días.", "Hay sesenta barcos."])], [("Plazo", ["Son setenta días.", "Hay sesenta barcos."])]),
        ([("Fares", ["- 3.5 Cents per mile"])], [("Fares", ["- 8.5 Cents per mile"])]),
        # Addresses and small words.
        *(
            ([("Form", [f"Write at harbour.example/{old} before you leave."])], [("Form", [f"Write at harbour.example/{new} before you leave."])])
            for old, new in (("claims/boats", "waivers/boats"), ("pay?to=alder", "pay?to=birch"))
        ),
        ([("Film", ["We may film with members."])], [("Film", ["We may film members."])]),
        ([("Log", ["You delete such logs when asked."])], [("Log", ["You delete logs when asked."])]),
    ],
)  # fmt: skip
def test_what_rules_is_substantive_both_ways(old: list[Clause], new: list[Clause]) -> None:
    assert classes(old, new) == {ChangeClass.SUBSTANTIVE}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Last updated: 04/02/2026", "Last updated: 04/22/2026"),
        ("Stand: 02.04.2026", "Stand: 22.04.2026"),
        ("Last modified: 2026-04-02 08:15", "Last modified: 2026-04-22 17:40"),
        ("Last updated: Thursday, 2 April 2026", "Last updated: Wednesday, 22 April 2026"),
        ("Ultimo aggiornamento: 2 aprile 2026", "Ultimo aggiornamento: 22 aprile 2026"),
        ("Laatst bijgewerkt: 2 april 2026", "Laatst bijgewerkt: 22 april 2026"),
        ("Última atualização: 2 de maio de 2026", "Última atualização: 2 de junho de 2026"),
        ("Ostatnia aktualizacja: 2 kwietnia 2026", "Ostatnia aktualizacja: 22 kwietnia 2026"),
        ("최종 수정일: 2026년 4월 2일", "최종 수정일: 2026년 4월 22일"),
        ("Zuletzt aktualisiert vor 2 Tagen", "Zuletzt aktualisiert vor 9 Tagen"),
        ("Mis à jour il y a 2 jours", "Mis à jour il y a 9 jours"),
        ("Updated 2d ago", "Updated 9d ago"),
        ("7 min read", "8 min read"),
        ("© 2025 Harbour Guild. All rights reserved.", "© 2026 Harbour Guild. All rights reserved."),
        ("4.1 out of 5 stars (90 votes)", "4.2 out of 5 stars (97 votes)"),
        ("You pay by mail or phone.", "You pay by mail or by phone."),
        ("See harbour.example/rules?utm_source=mail for it.", "See harbour.example/rules for it."),
    ],
)
def test_what_the_page_says_of_itself_is_quiet(old: str, new: str) -> None:
    assert ChangeClass.SUBSTANTIVE not in classes([("Page", [old])], [("Page", [new])])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We delete logs last updated 2 years ago.", "We delete logs last updated 5 years ago."),
        ("The terms of berths let on Monday end on 1 May 2026.", "The terms of berths let on Friday end on 1 May 2026."),
        ("You may object by 2026-05-01 09:00 in writing.", "You may object by 2026-05-01 18:00 in writing."),
    ],
)  # fmt: skip
def test_ages_and_dates_of_rules_are_no_stamps(old: str, new: str) -> None:
    assert classes([("Page", [old])], [("Page", [new])]) == {ChangeClass.SUBSTANTIVE}


def test_a_withdrawn_rule_is_no_page_that_failed() -> None:
    long = [
        f"Hull cover {n} pays for scratches and dents that the crew of the harbour saw on the day."
        for n in range(20)
    ]
    assert classes([("Cover", long)], [("Cover", ["This product has been discontinued."])]) == {
        ChangeClass.SUBSTANTIVE
    }


def test_a_column_that_came_is_no_shift_of_every_row() -> None:
    rows = [f"| Boat {n}\tfree\tlinen" for n in range(4)]
    wider = [row.replace("\t", "\t–\t", 1) for row in rows]
    assert ChangeClass.SUBSTANTIVE not in classes([("Fares", rows)], [("Fares", wider)])


def test_thousands_of_items_cost_little_more_each() -> None:
    def calls(count: int) -> int:
        old, new = (
            edition([("Items", [f"- log item {n + step} of {of}" for n in range(count)])], day)
            for step, of, day in ((0, "you", "2026-01-01"), (1, "us", "2026-02-01"))
        )
        profile = cProfile.Profile()
        profile.runcall(compare, old, new)
        return sum(entry.callcount for entry in profile.getstats())

    # Four times as many make sixteen times as many calls where every item is held against every other.
    assert calls(1600) < 6 * calls(400)
