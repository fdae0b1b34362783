"""A clause stays whatever box it stands in: links beside it, class names of furniture, forms, headers, folded answers."""

from __future__ import annotations

import re

import pytest

from clausewatch.nouns.document import Page
from clausewatch.text import read

FILL = "<p>You agree that we may process your personal data as described and you must not misuse the service.</p>"
CLAUSES = {
    "short section with a link at the end": (
        "<section><h2>3. Opt out</h2><div>You may opt out of arbitration within 30 days <a href=/o>here</a></div></section>"
    ),
    "governing law at the end": "<section><h2>Governing law</h2><div>Irish law. See <a href=/x>Rome I</a></div></section>",
    "sentence without heading at the end": "<div>Disputes go to court in Paris. <a href=/c>More</a></div>",
    "named as advertising": "<div class='ads' id=ads><h3>Advertising</h3><p>We sell your data to brokers</p></div>",
    "named as social": "<section class=social><h2>Social</h2><p>We share data with Meta</p></section>",
    "named as language": "<div class=language><p>The English version prevails</p></div>",
    "named, in German": "<div class=banner><p>Es gilt deutsches Recht.</p></div>",
    "named, in Chinese": "<div class=banner><p>如有争议，由人民法院管辖。</p></div>",
    "box to tick": "<form><input type=checkbox><p>By ticking you waive class actions and accept arbitration.</p></form>",
    "aside with a link": (
        "<aside><p>If you live in California you may opt out of the sale of your data, see our <a href=/ca>notice</a>.</p></aside>"
    ),
    "folded answer": (
        "<div><span onclick=t()>How long</span><div style='display:none'><p>We keep it for ten years after you leave.</p></div></div>"
    ),
    "votes that name the poll": (
        "<ul><li>Do not claim this is helpful; was this review helpful votes may not be bought.</li></ul>"
    ),
    "the poll in quotes": "<div><h3>Votes</h3><p>Buying “Was this helpful” votes is prohibited.</p></div>",
    "a poll's data": "<p>Was this helpful? Your answer is kept for ten years and sold to brokers.</p>",
    "copyright clause": "<p>Copyright 2024 Example Ltd. You may not copy any content without written permission.</p>",
    "copyright clause in one sentence": "<p>© Example Ltd. All content is ours; you get no licence to it.</p>",
    "contract languages": "<p>Contract languages: English, Deutsch, Français, Español.</p>",
    "list of processors": (
        "<div><p>We use these processors:</p><ul>"
        + "<li><a href=https://v.example>Vendor Inc</a></li>" * 30
        + "</ul></div>"
    ),
    "table of processors under its heading": (
        "<h2>Sub-processors</h2><table>" + "<tr><td><a href=/v>Vendor Inc</a><td>USA</tr>" * 30 + "</table>"
    ),
}


def said(inner: str, *, wrap: str = "main") -> str:
    page = f"<html lang=en><body><{wrap}><h1>Terms of Service</h1>{inner}</{wrap}></body></html>"
    return " ".join(read(Page(page.encode())).text.content.split())


@pytest.mark.parametrize("wrap", ["main", "div"])
@pytest.mark.parametrize("place", ["first", "midst", "last"])
@pytest.mark.parametrize("name", [name for name in CLAUSES if not name.startswith("aside")])
def test_no_clause_is_lost_wherever_it_stands(name: str, place: str, wrap: str) -> None:
    clause = CLAUSES[name]
    before, after = {"first": (0, 9), "midst": (5, 5), "last": (9, 0)}[place]
    words = said(FILL * before + clause + FILL * after, wrap=wrap)
    whole = " ".join(re.sub(r"<[^>]*>", " ", clause).split())
    for word in whole.split():
        assert word in words, word
    assert words.count("Vendor Inc") == whole.count("Vendor Inc")


def test_an_aside_with_a_link_stays_in_the_main_part() -> None:
    words = said(FILL * 6 + CLAUSES["aside with a link"] + FILL * 3)
    assert "in California you may opt out of the sale of your data, see our notice." in words


@pytest.mark.parametrize("wrap", ["main", "div"])
def test_a_header_of_a_section_is_part_of_it(wrap: str) -> None:
    section = "<section><header><h2>2. Arbitration</h2><p>You waive jury trial.</p></header><p>And more of it.</p></section>"
    assert "2. Arbitration You waive jury trial. And more of it." in said(
        FILL * 5 + section + FILL * 4, wrap=wrap
    )


@pytest.mark.parametrize(
    "around",
    [
        "<div>Was this page helpful? <button>Yes</button></div>",
        "<div>12 out of 30 found this helpful</div>",
        "<div>Did you find this helpful? Yes No</div>",
        "<div><h3>Try our apps</h3><div>Get it all in one place</div><a class='w-button' href=/s>Try it for free</a></div>",
        "<div class=social><a href=/f>Follow us</a> on social media</div>",
        "<div class=cc-banner><p>By clicking “Accept”, you agree to cookies.</p><a href=#>Accept</a><a href=#>Deny</a></div>",
        "<form>Search <input></form>",
        "<p>English (US) | Deutsch | Português (Brasil) | Polski</p>",
        "<p>© 2024 Example Ltd. All rights reserved.</p>",
        "<ul><li><a href=/a>About us</a></li><li><a href=/b>Our blog</a></li><li><a href=/c>All jobs</a></li></ul>",
    ],
)
def test_furniture_still_goes(around: str) -> None:
    body = f"<div><p>{FILL * 8}</p></div>"
    assert said(f"{body}<div>{around}</div>", wrap="div") == said(body, wrap="div")


@pytest.mark.parametrize(
    "struck",
    [
        "<s>We keep nothing.</s>",
        "<del>We keep nothing.</del>",
        "<span style='text-decoration: line-through'>We keep nothing.</span>",
    ],
)
def test_what_is_struck_out_is_not_in_force_and_is_told(struck: str) -> None:
    reading = read(Page(f"<main><h1>Terms</h1>{FILL * 3}<p>{struck} We keep all.</p></main>".encode()))
    assert reading.text.content.endswith("\n\nWe keep all.")
    assert [(part.reason, part.words, part.text) for part in reading.signals.dropped] == [
        ("struck out", 3, "We keep nothing.")
    ]


def test_a_strike_that_is_never_closed_hides_nothing() -> None:
    assert "We keep all." in said(f"<s>5 EUR{FILL * 5}<p>We keep all.</p>")


@pytest.mark.parametrize(
    "inside",
    [
        "<form><label><input> Trips that otter ends are not repaid.</label><button>Save</button></form>",
        "<div class=notification>The otter fee rises to nine euros in May. <a href=/more>More</a></div>",
        "<section class=sharing><h2>Who learns of it</h2><ul><li>otter wardens</li><li>the harbour</li></ul></section>",
        "<div class='newsletter'><table><tr><td>otter letter</td><td>weekly</td></tr></table></div>",
        "<div class=ads><ul><li>otter profiles</li><li>places seen</li></ul></div>",
        "<div role=complementary><p>Crews with an otter pay the deposit twice.</p></div>",
        "<div role=status><p>From June the otter fee is nine euros.</p></div>",
        "<footer><p>Ask about otter fees at the desk.</p></footer>",
        "<dialog open><p>From June we charge an otter fee of nine euros.</p></dialog>",
        "<boat-note><template shadowrootmode='open'><p>The otter fee is due in advance.</p></template></boat-note>",
        "<textarea readonly>The otter fee is due in advance for every trip.</textarea>",
        "<table><tr><th>Boat</th><th>otter</th></tr><tr><td>Canoe</td><td><svg role=img><title>otter allowed</title></svg></td></tr></table>",
    ],
)  # fmt: skip
def test_clauses_in_parts_named_like_a_sites_frame_are_kept(inside: str) -> None:
    assert "otter" in said(FILL * 8 + inside + FILL * 4)


@pytest.mark.parametrize(
    "inside",
    [
        "<dialog><p>From June we charge an otter fee of nine euros.</p></dialog>",
        "<dialog open><p>We use otter cookies. Choose.</p><button>Accept all</button><button>Reject all</button></dialog>",
        "<template><p>The otter fee is due in advance.</p></template>",
        "<template><div><template shadowrootmode=open><p>The otter fee is due.</p></template></div></template>",
        "<div class=share><ul><li><button>otter post</button></li><li><button>otter mail</button></li></ul></div>",
        "<ul class=breadcrumb><li>otter home</li><li>otter legal</li></ul>",
    ],
)
def test_what_is_not_shown_or_only_pressed_is_not(inside: str) -> None:
    assert "otter" not in said(FILL * 8 + inside + FILL * 4)
