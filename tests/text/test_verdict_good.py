"""Good pages that look suspicious, and pages of the same site that are not the document. All wording is ours."""

from __future__ import annotations

import pytest
from tests.text.verdict_kit import FRAMES, GOOD, TOPICS, ask, bare, plain_site, policy, section, text_of

from clausewatch.nouns.evidence import Verdict

SHORT = (
    "<h1>Refund policy</h1><p>If you cancel your order within fourteen days, we refund what you paid for it. If you do not agree "
    "with our decision, you may write to us and a person will look at your request again. We keep the data of the "
    "request for one year, as the law requires, and delete them after that.</p>"
)
ABOUT = {
    "errors": (
        "<h1>Error reporting policy</h1><p>When something went wrong or a page is not found, our service may send a report to us. "
        "The report holds the address of the page and your account number, and no other personal data. We use it only to "
        "repair the service and delete it after thirty days. You may object to this processing at any time.</p>"
    ),
    "captchas": (
        "<h1>Captcha notice</h1><p>To prevent automated access we may ask you to verify that you are human. Where you complete the captcha, "
        "our processor collects your network address and how you moved the pointer. We use these data for security alone, "
        "share them with no third parties, and delete them when your session ends.</p>"
    ),
    "logins": (
        "<h1>Account security policy</h1><p>You must be logged in to change your personal data. If you forgot your password, you may request "
        "a new one under this policy. We never ask for it by telephone. You are responsible for what is done with your account, "
        "and you must tell us at once when you notice that another person uses it.</p>"
    ),
    "maintenance": (
        "<h1>Maintenance terms</h1><p>The service may be down for maintenance on Sundays between two and four in the morning. We tell you of any other "
        "scheduled maintenance three days ahead. If the service is temporarily unavailable for longer than these terms allow, you "
        "may request a part of the fee back. No other liability follows from it.</p>"
    ),
    "cookies": (
        "<h1>Cookie policy</h1><p>We use cookies and so do our partners. A cookie is a small file. With your consent we set cookies for statistics; "
        "without consent only cookies that the service needs. You may withdraw consent at any time. Partners receive no personal "
        "data from cookies. To accept all or reject all cookies, use the button at the foot of every page.</p>"
    ),
    "regions": (
        "<h1>Terms of availability</h1><p>Some parts of the service are not available in your country, because the law of that country does not allow "
        "them. You must not use other means to reach them. If you do, we may close your account under these terms. Your "
        "rights as a consumer remain as they are.</p>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("subject", ABOUT)
def test_a_short_policy_about_what_failing_pages_say(subject: str, frame: str) -> None:
    title = ABOUT[subject].partition("<h1>")[2].partition("</h1>")[0]
    body = FRAMES[frame](ABOUT[subject], f"{title} - Example")
    assert ask(body, None).verdict is Verdict.OK, ask(body, None).reasons
    assert ask(body, body).verdict is Verdict.OK


ROWS = "".join(f"<tr><td>Processor {n}</td><td>Stores {topic} data for us</td><td>Norway</td></tr>" for n, topic in enumerate(TOPICS * 4))  # fmt: skip
BANNER = (
    "<div id='consent-dialog' role=dialog><h2>We value your privacy</h2>"
    + "<p>We and our partners store cookies with your consent. Accept all or reject all cookies, for each partner.</p>"
    * 12
    + "</div>"
)
LOGIN_BOX = "<header><form action='/login'><input name=user><input type=password><button>Log in</button></form></header>"
GOOD_PAGES: dict[str, bytes] = {
    "short": plain_site(SHORT, "Refund policy"),
    "in a table": plain_site(f"<h1>Sub-processors</h1><table>{ROWS}</table>", "Sub-processors"),
    "in a list": plain_site("<h1>House rules</h1><ul>" + "".join(f"<li>Do not sell {t} that you do not own.</li>" for t in TOPICS * 2) + "</ul>", "House rules"),
    "a log-in form in its header": plain_site(LOGIN_BOX + policy(), "Terms of use"),
    "a short one with a log-in form in its header": plain_site(LOGIN_BOX + SHORT, "Refund policy"),
    "a long cookie banner over it": plain_site(BANNER + policy(), "Terms of use"),
    "no end of the markup": GOOD.partition(b"<footer>")[0].replace(b"</main>", b""),
    "no end, last line without a full stop": GOOD.partition(b"</main>")[0] + b"<p>Questions: legal@example.org</p>",
    "no end, last line a list": GOOD.partition(b"</main>")[0] + b"<ul><li>the seller</li><li>the buyer</li></ul>",
    "a warning for browsers without scripts": plain_site("<noscript>You need to enable JavaScript.</noscript>" + policy(), "Terms of use"),
    "an untitled one": plain_site(policy(title="What we agree on"), "Example"),
    "an announcement of maintenance above it": plain_site("<p class=bar>We will be down for maintenance on Sunday.</p>" + policy(), "Terms of use"),
    "deep in the payload of an app": bare("<div id=root></div><noscript>Enable JavaScript</noscript>" + policy(), "Terms of use"),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD_PAGES)
def test_a_good_page_passes_without_and_with_its_last_text(name: str) -> None:
    assert ask(GOOD_PAGES[name]).verdict is Verdict.OK, ask(GOOD_PAGES[name]).reasons
    assert ask(GOOD_PAGES[name], GOOD_PAGES[name]).verdict is Verdict.OK


REWRITTEN = "<h1>Terms of use</h1>" + "".join(
    f"<h2>{n}. On {t}</h2><p>This agreement binds both sides on {t}. Our liability for {t} ends where the law lets it end, and "
    f"a consumer's rights on {t} remain.</p>" for n, t in enumerate(TOPICS, 1)
)  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(plain_site(policy(*TOPICS[:3], *TOPICS[6:]), "Terms of use"), id="sections taken out"),
        pytest.param(plain_site(policy(*TOPICS[::2]), "Terms of use"), id="halved, every other section"),
        pytest.param(plain_site(policy(*TOPICS, *(f"{t} of teams" for t in TOPICS)), "Terms of use"), id="doubled"),
        pytest.param(plain_site(policy(title="User agreement"), "User agreement"), id="renamed"),
        pytest.param(plain_site(REWRITTEN, "Terms of use - Example"), id="rewritten"),
        pytest.param(plain_site(policy(*reversed(TOPICS)), "Terms of use"), id="reordered"),
        pytest.param(plain_site("<p>Archived. The service may be unavailable in your country.</p>" + policy(), "Terms of use"), id="a notice above"),
        pytest.param(bare(policy(), "Terms"), id="another frame"),
    ],
)  # fmt: skip
def test_an_edited_policy_is_the_document(body: bytes) -> None:
    assert ask(body, GOOD).verdict is Verdict.OK, ask(body, GOOD).reasons


MARKETING = (
    "<h1>Build faster today</h1><p>The studio gives your team one bright place to draw, build and ship their work together, every day.</p>"
    "<p>Teams on five continents love it, and their customers love what they have made with it so far.</p>"
)
LONG_MARKETING = MARKETING + "".join(
    f"<h2>{t}</h2><p>Plan number {n} brings bright tools that help your team to ship in days what took them months before, with joy.</p>"
    for n, t in enumerate(("Draw", "Build", "Ship", "Grow", "Measure", "Learn", "Share", "Play"))
)
NEWS = (
    "<h1>Our new studio</h1>"
    + "<p>Yesterday the town opened its new hall, and four hundred neighbours came to hear the choir sing.</p>"
    * 5
)
PRIVACY = "<h1>Privacy notice</h1>" + "".join(
    f"<h2>{t}</h2><p>For {t} the controller processes personal data of visitors: names, addresses and times. The legal basis is consent.</p>" for t in TOPICS
)  # fmt: skip
OTHERS: dict[str, bytes] = {
    "home page": plain_site(MARKETING),
    "long home page": plain_site(LONG_MARKETING, "Example - build faster"),
    "news": plain_site(NEWS, "News"),
    "the site's privacy notice": plain_site(PRIVACY, "Privacy notice"),
    "an index of documents": plain_site("<h1>Legal</h1><p>Choose the document that you would like to read from this list of ours below.</p><ul>" + "".join(f"<li><a href='/{t}'>{t} terms</a></li>" for t in TOPICS) + "</ul>", "Legal"),
    "parked": bare("<h1>example.org</h1><p>This domain may be for sale. Related searches: shoes, loans, travel.</p>", "example.org"),
    "home page in another language": plain_site("<h1>Schneller bauen</h1>" + "<p>Das Studio gibt eurem Team einen hellen Ort, an dem ihr zusammen zeichnet und baut, und das an jedem Tag der Woche.</p>" * 3, "Beispiel"),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_another_page_of_the_site_is_refused_by_the_last_text(name: str) -> None:
    verdict = ask(OTHERS[name], GOOD).verdict
    assert verdict in {Verdict.OTHER_DOCUMENT, Verdict.SHELL}, verdict


@pytest.mark.parametrize("name", ["home page", "long home page", "news", "parked"])
def test_a_page_that_is_no_policy_is_refused_as_the_first_capture(name: str) -> None:
    assert ask(OTHERS[name]).verdict is Verdict.OTHER_DOCUMENT


SHELLS: dict[str, bytes] = {
    "an empty app": bare("<div id=app></div><script src=/main.js></script>", "Terms of use"),
    "an app with a warning": bare("<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div><script src=/a.js></script>", "Terms of use"),
    "a frame without the text": plain_site("", "Terms of use"),
    "a title alone": plain_site("<h1>Terms of use</h1>", "Terms of use"),
    "templates not filled in": plain_site("<h1>{{ title }}</h1><p>{{ page.content }}</p>", "Terms of use"),
    "a viewer": bare("<div class=toolbar><button>Zoom in</button><button>Print</button><span>1 / 12</span></div><canvas></canvas>", "terms.pdf"),
    "a redirect by markup": b"<html><head><meta http-equiv=refresh content='0;url=/en/terms'></head><body><a href='/en/terms'>here</a></body></html>",
    "a redirect by script": b"<html><head><script>window.location='/en/terms'</script></head><body></body></html>",
    "an embedded file": bare("<embed src='/terms.pdf' type='application/pdf'>", "Terms"),
}  # fmt: skip


@pytest.mark.parametrize("name", SHELLS)
def test_a_page_without_the_text(name: str) -> None:
    for previous in (GOOD, None):
        assert ask(SHELLS[name], previous).verdict in {Verdict.SHELL, Verdict.EMPTY}


CONSENTS = {
    "en": ("We value your privacy", "We and our partners store cookies on your device. With your consent our partners may use them. Accept all or reject all cookies."),
    "fr": ("Votre vie privée", "Avec votre consentement, nous et nos partenaires utilisons des cookies. Tout accepter ou tout refuser : les partenaires et les cookies, un consentement à la fois."),
    "de": ("Ihre Privatsphäre", "Wir und unsere Partner setzen mit Ihrer Einwilligung Cookies. Alle akzeptieren oder alle ablehnen: Cookies der Partner nur mit Einwilligung."),
    "it": ("La tua privacy", "Noi e i nostri partner usiamo i cookie con il tuo consenso. Accetta tutti o rifiuta tutti i cookie. Il consenso vale per ogni partner."),
    "nl": ("Uw privacy", "Wij en onze partners plaatsen cookies met uw toestemming. Alles accepteren of alles weigeren: cookies alleen met toestemming."),
}  # fmt: skip


@pytest.mark.parametrize("language", CONSENTS)
def test_a_consent_dialog_in_place_of_the_text(language: str) -> None:
    title, words = CONSENTS[language]
    body = bare(f"<div role=dialog id=cmp><h2>{title}</h2><p>{words}</p><button>OK</button></div>", "Example")
    assert ask(body, GOOD).verdict is Verdict.CONSENT_WALL
    assert ask(body).verdict is Verdict.CONSENT_WALL


FOREIGN = {
    "de": ("Nutzungsbedingungen", "Wir verarbeiten die Daten der Nutzer nur, soweit es für den Vertrag mit uns nötig ist und das Gesetz es nicht verbietet."),
    "fr": ("Conditions d'utilisation", "Nous traitons les données des utilisateurs dans la mesure où le contrat avec nous le demande et que la loi ne l'interdit pas."),
    "es": ("Condiciones de uso", "Tratamos los datos de los usuarios en la medida en que el contrato con nosotros lo exige y la ley no lo prohíbe."),
    "nl": ("Gebruiksvoorwaarden", "Wij verwerken de gegevens van de gebruiker alleen voor zover dat voor de overeenkomst met ons nodig is en de wet het niet verbiedt."),
    "it": ("Condizioni d'uso", "Trattiamo i dati degli utenti nella misura in cui il contratto con noi lo richiede e la legge non lo vieta, per il tempo che serve."),
    "pt": ("Termos de uso", "Tratamos os dados dos usuários na medida em que o contrato com a nossa empresa o exige e a lei não o proíbe, e não mais do que isso."),
    "sv": ("Användarvillkor", "Vi behandlar uppgifter om våra användare för att avtalet med oss kräver det och det inte är förbjudet enligt lagen som vi måste följa."),
    "pl": ("Regulamin", "Przetwarzamy dane użytkowników tylko w zakresie, w jakim wymaga tego umowa z nami oraz nie jest to zabronione przez prawo, które nas dotyczy."),
    "zh": ("使用条款", "我们仅在与用户签订的协议所要求且法律不禁止的范围内处理用户的数据，并在不再需要时予以删除。"),
    "ja": ("利用規約", "当社は、利用者との契約に必要であり、法律で禁止されていない範囲でのみ、利用者のデータを処理します。"),
    "ar": ("شروط الاستخدام", "نعالج بيانات المستخدمين فقط بالقدر الذي يتطلبه العقد معنا وبما لا يحظره القانون، ونحذفها عندما لا تعود لازمة."),
}  # fmt: skip


def foreign(language: str) -> bytes:
    title, words = FOREIGN[language]
    return plain_site(f"<h1>{title}</h1>" + f"<p>{words}</p>" * 9, title)


@pytest.mark.parametrize("language", FOREIGN)
def test_a_policy_in_any_language_is_good_alone_and_wrong_in_place_of_an_english_one(language: str) -> None:
    body = foreign(language)
    assert text_of(body).language == language
    assert ask(body).verdict is Verdict.OK, ask(body).reasons
    assert ask(body, body).verdict is Verdict.OK
    assert ask(body, GOOD).verdict is Verdict.WRONG_LANGUAGE, ask(body, GOOD).reasons


@pytest.mark.parametrize(
    ("old", "new"), [("es", "pt"), ("nl", "de"), ("it", "es"), ("zh", "ja"), ("sv", "nl")]
)
def test_languages_of_one_script_are_told_apart(old: str, new: str) -> None:
    assert ask(foreign(new), foreign(old)).verdict is Verdict.WRONG_LANGUAGE


def test_markdown_and_plain_text_policies() -> None:
    words = "\n\n".join(
        f"You must keep the rule on {t}, and we may change it when the law requires." for t in TOPICS
    )
    for media, title in (("text/markdown", "# Terms\n\n"), ("text/plain", "TERMS OF USE\n\n")):
        assert ask((title + words).encode(), media=media).verdict is Verdict.OK
        last = text_of((title + words).encode(), media)
        assert ask((title + words + "\n\nOne more rule.").encode(), last, media=media).verdict is Verdict.OK


def test_a_section_alone_is_a_fragment() -> None:
    whole = plain_site(
        policy() + REWRITTEN + PRIVACY + LONG_MARKETING + "".join(ABOUT.values()), "Terms of use"
    )
    assert ask(plain_site(section("notice"), "Terms of use"), whole).verdict is Verdict.SHELL
