"""Pages of our own making for the verdict: frames of sites, documents to put into them, and the asking."""

from __future__ import annotations

from functools import cache

from clausewatch.nouns.document import Judgement, Page, Text
from clausewatch.text import judge, read

TOPICS = ("account", "payment", "content", "data", "liability", "notice", "support", "warranty", "venue", "safety")  # fmt: skip
MENU = ("Home", "Products", "Pricing", "Blog", "Careers", "Contact")


def section(topic: str) -> str:
    return (
        f"<h2>About {topic}</h2><p>You must keep the rules on {topic} that we set out here, and we may change them when "
        f"the law on {topic} requires it. If you do not agree, you can close your account at any time.</p>"
        f"<p>We keep records on {topic} for ninety days. We share them with nobody but the processors named in our list, "
        f"who act for us under a written contract and only as far as {topic} makes it necessary.</p>"
    )


def policy(*topics: str, title: str = "Terms of use") -> str:
    return f"<h1>{title}</h1>" + "".join(section(topic) for topic in topics or TOPICS)


def bare(payload: str, title: str = "Example", head: str = "") -> bytes:
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{payload}</body></html>".encode()


def plain_site(payload: str, title: str = "Example", head: str = "") -> bytes:
    menu = "".join(f"<li><a href='/{name.lower()}'>{name}</a></li>" for name in MENU)
    return bare(
        f"<header><nav><ul>{menu}</ul></nav></header><main>{payload}</main>"
        "<footer><a href='/terms'>Terms</a> <a href='/privacy'>Privacy</a> © Example Ltd</footer>",
        title,
        head,
    )


def busy_site(payload: str, title: str = "Example", head: str = "") -> bytes:
    """With a banner, a search form and a newsletter box, as shops have them."""
    around = (
        "<div class='cookie-banner'>We use cookies. <button>Accept</button></div>"
        "<form role=search><input name=q><button>Search</button></form>"
    )
    after = "<aside><p>Get our letter</p><form><input type=email><button>Subscribe</button></form></aside>"
    return plain_site(around + payload + after, title, head)


FRAMES = {"bare": bare, "plain site": plain_site, "busy site": busy_site}
GOOD = plain_site(policy(), "Terms of use - Example")


@cache
def text_of(body: bytes, media: str = "text/html") -> Text:
    return read(Page(body, media_type=media)).text


def ask(body: bytes, previous: bytes | Text | None = None, status: int = 200, media: str = "text/html") -> Judgement:  # fmt: skip
    given = Page(body, status=status, media_type=media)
    last = text_of(previous) if isinstance(previous, bytes) else previous
    return judge(read(given), given, last)
