"""How what a statement does is decided, one group per mechanism, on sentences of our own."""

from __future__ import annotations

import pytest

from clausewatch.meaning.rules import modality_of, party_of
from clausewatch.nouns.finding import Asked

TERMS, API, BUSINESS, DPA = (
    "Terms of Service",
    "Developer Terms",
    "Commercial Terms",
    "Data Processor Agreement",
)
PRIVACY, COOKIES, COPYRIGHT, BRAND = (
    "Privacy Policy",
    "Trackers Policy",
    "Copyright Claims Policy",
    "Brand Guidelines",
)

# kind of document, path under its title, lead-in, text, modality and party
BANS = (
    (
        TERMS,
        "",
        "You agree to not use the archive, or let others use it, to:",
        "Spread rumours",
        "prohibition user",
    ),
    (
        TERMS,
        "",
        "You will not (and will not allow any third party to):",
        "Copy the index",
        "prohibition user",
    ),
    (TERMS, "", "Acts such as those below are not allowed:", "Selling tickets for more", "prohibition user"),
    (BRAND, "Don’ts", "", "Rotate, crop or recolour the sign", "prohibition user"),
    (TERMS, "", "", "If you are younger than twelve, please do not send us pictures.", "prohibition user"),
    (
        BUSINESS,
        "",
        "",
        "Client warrants that it will not store card numbers in the tool.",
        "prohibition customer",
    ),
    (TERMS, "", "", "Claims may be brought only in an individual capacity.", "prohibition both"),
    (TERMS, "", "", "The arbitrator may not join claims into a class proceeding.", "prohibition both"),
    (TERMS, "", "", "Robots and children should not use the forum.", "prohibition user"),
    (TERMS, "", "", "People who were banned are not eligible to register again.", "prohibition user"),
)
POWERS = (
    (TERMS, "", "We still have the following rights:", "to close boards that stand empty", "power platform"),
    (TERMS, "", "", "Tarn keeps the right to move boards.", "power platform"),
    (TERMS, "", "Tarn reserves the right to:", "close boards that stand empty", "power platform"),
    (TERMS, "", "We may close a board if we find that:", "nobody has posted for a year;", "power platform"),
    (TERMS, "", "", "The Company reserves the right to reclaim names.", "power platform"),
    (TERMS, "", "", "Company reserves the right to reclaim names.", "power platform"),
    (TERMS, "", "", "Access may also be occasionally suspended for repairs.", "power platform"),
    (TERMS, "", "", "Please note that Tarn may revise these rules.", "power platform"),
    (TERMS, "", "", "By calling us you consent to the recording of the call.", "power platform"),
)
DISCLAIMERS = (
    (TERMS, "", "", "A listing shall not be construed as a recommendation.", "disclaimer platform"),
    (TERMS, "", "", "Links are there simply for your convenience.", "disclaimer platform"),
    (TERMS, "", "", "Nothing in this section limits our right to close a board.", "disclaimer platform"),
    (TERMS, "", "", "You will not receive a refund for unused days.", "disclaimer platform"),
    (
        PRIVACY,
        "",
        "",
        "No way of sending letters over the internet is ever 100% secure.",
        "disclaimer platform",
    ),
    (TERMS, "", "", "Tarn has no control over what guests carry away.", "disclaimer platform"),
    (PRIVACY, "", "", "We may not be able to remove copies that others made.", "disclaimer platform"),
    (TERMS, "", "", "Previews are not covered by our usual safeguards.", "disclaimer platform"),
    (TERMS, "", "", "These limitations apply whatever the claim rests on.", "disclaimer platform"),
)
DEFINITIONS = (
    (TERMS, "", "", "A “board” describes a page that members share.", "definition none"),
    (
        TERMS,
        "",
        "",
        "All such pages are together referred to as “boards” in this document.",
        "definition none",
    ),
    (TERMS, "", "", "By guests we mean people without an account.", "definition none"),
    (TERMS, "", "", "A guest is anyone who visits without an account.", "definition none"),
    (TERMS, "", "", "Our silence on a breach is not a waiver.", "definition both"),
    (TERMS, "", "", "That we wait does not mean we have waived anything.", "definition both"),
    (TERMS, "", "", "These terms are a binding agreement between you and Tarn.", "definition both"),
    (BUSINESS, "", "", "Notices will be deemed received two days after posting.", "definition both"),
    (
        BUSINESS,
        "",
        "",
        "If a clause is unenforceable, it will be cut back; the remaining ones stand.",
        "definition both",
    ),
    (DPA, "Annex I", "", "Duration: for as long as the main agreement runs", "definition both"),
)
WAYS = (
    (PRIVACY, "", "", "You may exercise these rights by writing to privacy@tarn.example.", "procedure user"),
    (PRIVACY, "", "", "You can submit a request through our form.", "procedure user"),
    (TERMS, "", "", "If you notice a fault, please let us know.", "procedure user"),
    (TERMS, "", "", "To become a member you need to fill in the form.", "procedure user"),
    (PRIVACY, "", "", "You should contact us at help@tarn.example with questions.", "procedure user"),
    (COPYRIGHT, "", "", "If somebody copied your map, you can send us a notice.", "procedure third-party"),
    (COPYRIGHT, "", "", "Copyright owners will need to name the page.", "procedure third-party"),
    (TERMS, "Notices", "", "Tarn Ltd, Attn: Legal, 9 Mill Lane, Cork, Ireland", "procedure user"),
    (TERMS, "", "", "Please keep your address up to date.", "obligation user"),
    (PRIVACY, "", "", "We encourage you to look at this page now and then.", "obligation user"),
)
RIGHTS = (
    (TERMS, "", "", "Title to the pictures shall vest with you.", "right user"),
    (TERMS, "", "", "You may delete your account whenever you like.", "right user"),
    (TERMS, "", "", "If we end a plan, you will be entitled to the unused part of the fee.", "right user"),
    (TERMS, "", "", "Tarn owns all rights in the software.", "right platform"),
    (TERMS, "", "", "The archive is owned and run by Tarn.", "right platform"),
    (PRIVACY, "", "The law may permit you to request that we:", "Tell you what we hold", "right user"),
    (BUSINESS, "", "", "Should Tarn breach this agreement, Customer may end it.", "right customer"),
    (PRIVACY, "", "", "You may opt out of our newsletters at any time.", "permission user"),
    (PRIVACY, "", "", "Location can be switched off in the settings of your phone.", "permission user"),
    (TERMS, "", "", "Blunt reviews are welcome as long as they stay fair.", "permission user"),
)
TOLD = (
    (COOKIES, "List", "", "sid Keeps you signed in 30 Days .tarn.example", "disclosure platform"),
    (COOKIES, "List", "", "_tm\tStatistics\t4 weeks\tThird party", "disclosure platform"),
    (TERMS, "", "", "We may collect diagnostic data about your device.", "disclosure platform"),
    (PRIVACY, "", "", "We may reveal your name to the courier.", "disclosure platform"),
    (
        PRIVACY,
        "",
        "We may keep letters:",
        "when we have a legal duty to keep them (e.g. tax)",
        "disclosure platform",
    ),
    (PRIVACY, "", "", "We do not respond to do-not-track signals.", "disclosure platform"),
    (TERMS, "", "", "You may be held liable for what others do with your key.", "disclosure platform"),
    (TERMS, "", "", "The new rate applies to your next bill.", "disclosure platform"),
    (PRIVACY, "", "", "to keep you posted about changes, events and offers", "disclosure platform"),
)
PROMISES = (
    (PRIVACY, "", "", "This website does not store your address.", "commitment platform"),
    (PRIVACY, "", "", "No cookies are set before you agree.", "commitment platform"),
    (PRIVACY, "", "", "Backups are overwritten after five weeks.", "commitment platform"),
    (PRIVACY, "", "", "Personal data may only be disclosed in these cases.", "commitment platform"),
    (PRIVACY, "", "", "Changes will not be made before members were heard.", "commitment platform"),
    (PRIVACY, "", "", "We take reasonable measures to protect letters.", "commitment platform"),
    (PRIVACY, "", "", "Couriers are bound to keep addresses confidential.", "commitment platform"),
    (TERMS, "", "", "Nothing here excludes our responsibility for fraud.", "commitment platform"),
)


@pytest.mark.parametrize(
    ("kind", "below", "lead_in", "text", "expected"),
    [*BANS, *POWERS, *DISCLAIMERS, *DEFINITIONS, *WAYS, *RIGHTS, *TOLD, *PROMISES],
)
def test_a_mechanism_decides(kind: str, below: str, lead_in: str, text: str, expected: str) -> None:
    path = (kind, below) if below else (kind,)
    asked = Asked(text, path, lead_in, kind, "Tarn")
    assert f"{modality_of(asked).value} {party_of(asked).value}" == expected
