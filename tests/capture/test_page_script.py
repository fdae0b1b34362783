"""What is done to a rendered page: dialogs refused and never agreed to, parts unfolded, shadow roots written out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files

import pytest
from playwright.sync_api import Page, sync_playwright
from tests.capture.browser_kit import browser_path

pytestmark = pytest.mark.browser

SCRIPT = (files("clausewatch.capture") / "scripts" / "page.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser.new_page()
        browser.close()


def ask(tab: Page, name: str, **given: object) -> object:
    found: object = tab.evaluate(f"({SCRIPT})().{name}({json.dumps(given)})")
    return found


def banner(text: str, *buttons: str, attributes: str = "role='dialog'") -> str:
    made = "".join(f"<button onclick='window.clicked=this.textContent'>{each}</button>" for each in buttons)
    return f"<main><h1>Terms</h1><p>The text.</p></main><div {attributes}><p>{text}</p>{made}</div>"


def clicked(tab: Page, markup: str) -> object:
    tab.set_content(f"<body>{markup}</body>")
    tab.evaluate("window.clicked = ''")
    ask(tab, "refuse")
    return tab.evaluate("window.clicked")


REFUSED = [
    ("We use cookies.", ("Accept all", "Reject all", "Settings"), "Reject all"),
    ("We use cookies.", ("Allow all cookies", "Decline"), "Decline"),
    ("We value your consent.", ("I agree", "Continue without accepting →"), "Continue without accepting →"),
    ("We use cookies.", ("Accept all", "Use necessary cookies only"), "Use necessary cookies only"),
    ("We use cookies.", ("OK", "Only essential"), "Only essential"),
    ("Wir verwenden Cookies.", ("Alle akzeptieren", "Alle ablehnen"), "Alle ablehnen"),
    ("Wir verwenden Cookies.", ("Zustimmen", "Nur notwendige Cookies"), "Nur notwendige Cookies"),
    ("Nous utilisons des cookies.", ("Tout accepter", "Tout refuser"), "Tout refuser"),
    ("Nous utilisons des cookies.", ("Accepter", "Continuer sans accepter"), "Continuer sans accepter"),
    ("Usamos cookies.", ("Aceptar todas", "Rechazar todas"), "Rechazar todas"),
    ("Usiamo i cookie.", ("Accetta tutti", "Rifiuta tutti"), "Rifiuta tutti"),
    ("Wij gebruiken cookies.", ("Alles accepteren", "Alles weigeren"), "Alles weigeren"),
    ("Wij gebruiken cookies.", ("Akkoord", "Alleen noodzakelijke cookies"), "Alleen noodzakelijke cookies"),
    ("Usamos cookies.", ("Aceitar", "Rejeitar todos"), "Rejeitar todos"),
    ("我们使用 Cookie。", ("全部接受", "全部拒绝"), "全部拒绝"),
    ("当サイトはクッキーを使用します。", ("同意する", "同意しない"), "同意しない"),
    ("We use cookies.", ("Accept", "Close"), "Close"),
    ("Subscribe to our newsletter!", ("Subscribe", "No, thanks"), "No, thanks"),
]


@pytest.mark.parametrize(("text", "buttons", "wanted"), REFUSED, ids=[case[2] for case in REFUSED])
def test_a_dialog_is_refused(tab: Page, text: str, buttons: tuple[str, ...], wanted: str) -> None:
    assert clicked(tab, banner(text, *buttons)) == wanted


LEFT = [
    ("We use cookies.", ("Accept all", "Settings")),
    ("We use cookies.", ("Accept and close", "Learn more")),
    ("By closing this banner you accept cookies.", ("Close",)),
    ("Wir verwenden Cookies. Mit dem Schließen stimmen Sie zu.", ("Schließen",)),
    ("We use cookies.", ("I do not mind, accept all", "Don't reject")),
    ("Nous utilisons des cookies.", ("J'accepte", "Ne pas refuser")),
    ("You must agree to the terms before you reject them.", ("Agree", "Delete account")),
    ("We use cookies.", ("Necessary", "Analytics", "Accept all")),
]


@pytest.mark.parametrize(("text", "buttons"), LEFT)
def test_what_cannot_be_refused_is_left_as_it_is(tab: Page, text: str, buttons: tuple[str, ...]) -> None:
    assert clicked(tab, banner(text, *buttons)) == ""
    assert tab.locator("[role=dialog]").count() == 1


def test_a_banner_need_not_call_itself_a_dialog(tab: Page) -> None:
    """One that is fixed to the window and speaks of cookies, or is named after them; but not the policy's own text."""
    buttons = ("Accept", "Reject")
    assert (
        clicked(tab, banner("We use cookies.", *buttons, attributes="style='position:fixed;bottom:0'"))
        == "Reject"
    )
    assert (
        clicked(tab, banner("We use cookies.", *buttons, attributes="class='site-cookie-notice'")) == "Reject"
    )
    assert clicked(tab, banner("We use cookies.", *buttons, attributes="class='text'")) == ""
    shadow = """<main><p>Text</p></main><x-consent></x-consent><script>
      const root = document.querySelector("x-consent").attachShadow({mode: "open"});
      root.innerHTML = "<div role='dialog'><p>We use cookies</p><button>Accept</button><button id='no'>Reject</button></div>";
      root.getElementById("no").onclick = () => { window.clicked = "in the shadow"; };
    </script>"""
    assert clicked(tab, shadow) == "in the shadow"


def test_only_what_is_folded_in_the_main_content_is_opened(tab: Page) -> None:
    tab.set_content("""<body><nav><button aria-expanded="false">Products</button></nav>
      <main><button aria-expanded="false" id="one">Liability</button>
      <button aria-expanded="false" aria-haspopup="menu">Share</button>
      <form><button aria-expanded="false">Search</button></form>
      <a href="/elsewhere" aria-expanded="false">Away</a>
      <button aria-expanded="true">Open already</button>
      <details id="two"><summary>More</summary><p>Text</p></details></main>
      <footer><details><summary>Imprint</summary></details></footer></body>""")
    tab.evaluate("""() => { window.pressed = [];
      document.addEventListener("click", (event) => { window.pressed.push(event.target.textContent); event.preventDefault(); }); }""")
    assert ask(tab, "unfold", most=10) == 2
    assert tab.evaluate("window.pressed") == ["Liability"]
    assert tab.locator("details[open]").evaluate_all("all => all.map((each) => each.id)") == ["two"]
    tab.set_content("<main>" + "<button aria-expanded='false'>Part</button>" * 30 + "</main>")
    assert ask(tab, "unfold", most=10) == 10


def test_shadow_roots_are_written_where_they_are_shown(tab: Page) -> None:
    """Nested roots, slots with given and with own content; custom elements are not brought to life by the copying."""
    tab.set_content("""<main><x-outer><b slot="name">Named</b><p>Given</p></x-outer></main><script>
      window.made = 0;
      customElements.define("x-inner", class extends HTMLElement { constructor() { super(); window.made += 1;
        this.attachShadow({ mode: "open" }).innerHTML = "<i>Inner before </i><slot>Nothing given</slot>"; } });
      customElements.define("x-outer", class extends HTMLElement { constructor() { super();
        this.attachShadow({ mode: "open" }).innerHTML =
          "<style>p { color: red }</style><h2><slot name='name'></slot></h2><x-inner><slot></slot></x-inner><slot name='none'>Own</slot>"; } });
    </script>""")
    written = str(ask(tab, "serialise"))
    main = written.partition("<main>")[2].partition("</main>")[0]
    assert main == (
        '<x-outer><h2><b slot="name">Named</b></h2><x-inner><i>Inner before </i><p>Given</p></x-inner>Own</x-outer>'
    )
    assert tab.evaluate("window.made") == 1
    tab.set_content("<p>No roots</p>")
    assert (
        str(ask(tab, "serialise"))
        == "<!doctype html>\n<html><head></head><body><p>No roots</p></body></html>"
    )


def test_a_document_nested_deeply_is_written_all_the_same(tab: Page) -> None:
    tab.set_content("<x-card></x-card>")
    tab.evaluate("""() => { document.querySelector("x-card").attachShadow({ mode: "open" }).innerHTML = "shadow";
      let at = document.body; for (let i = 0; i < 480; i++) { const next = document.createElement("div"); at.append(next); at = next; }
      at.textContent = "at the bottom"; }""")
    assert "at the bottom" in str(ask(tab, "serialise"))
