"""Short documents that are no prose, rules that sound like failures, and failures under a policy's title. All wording is ours."""

from __future__ import annotations

import pytest
from tests.text.verdict_kit import ask, bare, plain_site, policy

from clausewatch.nouns.evidence import Verdict


def _paragraphs(*said: str) -> str:
    return "".join(f"<p>{each}</p>" for each in said)


def _list(*said: str) -> str:
    return f"<ul><li>{'</li><li>'.join(said)}</li></ul>"


_HOSTS = "".join(
    f"<tr><td>{name}</td><td>Storing backups</td><td>Chile</td></tr>"
    for name in ("Lumo", "Partner Kiva", "Vendor Osk")
)
GOOD: dict[str, tuple[str, str]] = {
    "imprint": ("Impressum", "<h2>Anbieter</h2><p>Fähre und Kahn GmbH<br>Am Deich 3<br>26723 Emden</p><p>Geschäftsführung: Imke Priel</p><p>Tel. +49 4921 77 88 99, kontor@kahn.example</p><p>HRB 20177 Aurich</p>"),
    "British imprint": ("Legal notice", "<p>Punt Hire Ltd<br>7 Quay Row<br>CB2 1TN</p><p>office@punt.example</p><p>VAT no. 123456789</p>"),
    "table": ("Sub-processors", f"<table><tr><th>Who</th><th>What for</th><th>Where</th></tr>{_HOSTS}</table>"),
    "entries": ("Our sub-processors", _list("Lumo SpA, Chile (backups)", "Partner Kiva Oy, Finland (mail)", "Vendor Osk AB, Sweden (maps)")),
    "prices": ("Fee terms", _list("Rowing boat: 9 euros an hour", "Canoe: 7 euros an hour", "Life vest: free with either")),
    "two sentences": ("Cancellation policy", _paragraphs("We repay a cancelled trip within 10 days.", "Write to desk@punt.example.")),
    "model card": ("Model card: Heron 3", _paragraphs("Heron 3 plans trips on rivers and was trained on tide tables and charts.", "One run in a thousand ended with an unexpected error, and the planner then gave no route at all.")),
    "annex": ("Annex B: protective measures", _paragraphs("The boat house is watched day and night, and access is denied to anyone who cannot show a key card.", "Copies are kept ashore for ninety days.")),
    "countries": ("Available countries", _paragraphs("The planner is not available in your country where you cannot find it below.") + _list("Peru", "Chile", "Bolivia")),
    "robots": ("Policy on automated access", _paragraphs("Automated access is slowed down to a page a second unless we agreed on more.", "Crawlers must say who runs them, and we may ask you to confirm that you are human.")),
    "logging in": ("Membership rules", _paragraphs("You must be logged in to book a boat.", "Forgotten your password? The desk resets it against an identity card.", "Accounts that nobody used for three years are closed without further notice.")),
    "Korean upkeep": ("이용약관", _paragraphs("본 약관은 보트 예약 서비스의 이용 조건을 정합니다.", "시스템 점검 중에는 예약이 제한될 수 있습니다.", "회원은 언제든지 계약을 해지할 수 있습니다.")),
    "Thai": ("ข้อกำหนดการใช้บริการ", _paragraphs("ผู้เช่าเรือต้องมีอายุอย่างน้อยสิบหกปีและต้องสวมเสื้อชูชีพตลอดเวลาที่อยู่บนเรือ", "เราเก็บข้อมูลการจองไว้เก้าสิบวันแล้วจึงลบออกจากระบบของเรา")),
    "transparency": ("Transparency report", _paragraphs("Courts asked us for trip data 9 times and we answered twice.", "Another 14 letters went to pages that a 404 page has replaced since.")),
    "cookies beside a banner": ("Cookie Policy", _paragraphs("We keep one cookie for the language and one for the cart, and both end with the visit.") + "<div class=cookie-banner><p>We use cookies.</p><button>Accept all</button><button>Reject all</button></div>"),
    "cookies with settings": ("Cookie Policy", _paragraphs("We ask for your consent before a cookie is set, and you may accept all or reject all.", "Partners set cookies with your consent only.") + "<button>Cookie settings</button>"),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_short_documents_pass(name: str) -> None:
    title, inside = GOOD[name]
    judgement = ask(plain_site(f"<h1>{title}</h1>{inside}", title))
    assert judgement.verdict is Verdict.OK, judgement.reasons


BAD: dict[str, tuple[str, str]] = {
    "not found": ("Terms of Service", _paragraphs("We could not find what you were looking for.", "Use the menu, or begin again from the start page of our site.")),
    "age gate": ("Terms of Use", "<h2>Are you over 21?</h2>" + _paragraphs("Please confirm that you are of legal drinking age to enter this shop and its pages.") + "<button>Yes</button><button>No</button>"),
    "German age gate": ("Nutzungsbedingungen", "<h2>Bist du schon über 18?</h2>" + _paragraphs("Sind Sie mindestens 18 Jahre alt? Nur dann dürfen Sie diesen Laden und seine Seiten betreten.") + "<button>Ja</button>"),
    "cookie wall": ("Privacy Policy", _paragraphs("Together with 512 partners we put cookies on your device and read them, to measure visits and to pick advertising.", "Give your consent, refuse it, or look at partners one by one. Consent can be withdrawn, and partners are told of it.") + "<button>Accept all</button><button>Reject all</button><button>Manage preferences</button>"),
    "check": ("Privacy Policy", _paragraphs("Automated requests were noticed. Confirm that you are human to go on to the pages of the boat house, please.")),
    "frame with a table": ("Terms of Use", "<table><tr><td><a href=/h>Home</a></td><td><a href=/b>Boats</a></td></tr><tr><td><a href=/p>Press</a></td><td><a href=/j>Jobs</a></td></tr></table>"),
    "proxy": ("Notice", _paragraphs("It seems that you are using a VPN. Turn it off, and this page opens by itself in a moment.")),
    "Arabic upkeep": ("الشروط", _paragraphs("الموقع تحت الصيانة الآن، ونعمل على إعادته في أقرب وقت ممكن، شكرًا لكم على الانتظار.")),
    "Greek not found": ("Όροι", _paragraphs("Δυστυχώς η σελίδα δεν βρέθηκε στον ιστότοπό μας, ίσως έχει μετακινηθεί σε άλλη διεύθυνση.")),
    "not shown": ("Punt", _paragraphs("The document you asked us for could not be displayed this time, and the crew was told about it already.")),
    "frame with a list": ("Terms of Service", _list("For teams", "For schools", "Get started")),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_failures_do_not(name: str) -> None:
    title, inside = BAD[name]
    assert not ask(plain_site(f"<h1>{title}</h1>{inside}", title)).verdict.good


@pytest.mark.parametrize(
    "said",
    [
        "The ferry service has been discontinued.",
        "Night trips are currently not available in your country.",
        "The points account was closed: this product is no longer available.",
    ],
)
def test_the_end_of_an_offer_is_an_edit(said: str) -> None:
    before = plain_site(policy(), "Terms of use")
    after = plain_site(policy("account", "payment", "content", "liability", "notice", "support") + f"<p>{said}</p>", "Terms of use")  # fmt: skip
    assert ask(after, before).verdict is Verdict.OK


def test_a_part_that_failed_to_load_is_none() -> None:
    before = plain_site(policy(), "Terms of use")
    for said in ("This content could not be loaded.", "Service unavailable"):
        after = plain_site(policy("account", "payment", "content", "liability", "notice") + f"<p>{said}</p>", "Terms of use")  # fmt: skip
        assert not ask(after, before).verdict.good


def test_the_list_of_links_alone_is_no_document() -> None:
    inside = _list(*(f"<a href='/l/{number}'>Rules number {number}</a>" for number in range(9)))
    assert not ask(bare(f"<main><h1>Terms</h1>{inside}</main>", "Terms")).verdict.good
