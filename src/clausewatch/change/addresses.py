"""Printed addresses: whether two of them are one page that moved, or another page or owner."""

from __future__ import annotations

import re

SHORT_LABEL = 3
# Sites on which every name belongs to somebody else (from the private part of publicsuffix.org, the usual ones).
_TENANTED = frozenset(
    [
        "github.io",
        "gitlab.io",
        "netlify.app",
        "vercel.app",
        "herokuapp.com",
        "pages.dev",
        "workers.dev",
        "web.app",
        "firebaseapp.com",
        "blogspot.com",
        "wordpress.com",
        "notion.site",
        "zendesk.com",
        "freshdesk.com",
        "intercom.help",
        "readthedocs.io",
        "azurewebsites.net",
        "cloudfront.net",
        "amazonaws.com",
        "myshopify.com",
        "atlassian.net",
        "sharepoint.com",
        "substack.com",
        "onrender.com",
        "fly.dev",
        "typeform.com",
        "statuspage.io",
        "gitbook.io",
    ]
)
# What says where on a site a page stands, not what it is.
_PLACES = frozenset(
    [
        "legal",
        "policies",
        "policy",
        "terms",
        "help",
        "support",
        "hc",
        "en",
        "us",
        "eu",
        "de",
        "fr",
        "gb",
        "articles",
        "article",
        "docs",
        "doc",
        "page",
        "pages",
        "html",
        "htm",
        "php",
        "aspx",
        "site",
        "about",
        "company",
        "index",
        "the",
        "and",
        "for",
        "of",
        "to",
        "answer",
        "answers",
        "center",
        "centre",
        "www",
        "old",
        "new",
        "latest",
        "current",
    ]
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def is_address(key: str) -> bool:
    """Whether a folded word is an address of mail or of a page."""
    return "@" in key or ("." in key and "/" in key) or key.startswith(("http", "www."))


def is_same_page(old: str, new: str) -> bool:
    """Whether two addresses lead to the same thing: on one owner's site, under a path that still names it.

    Never for e-mail, whose every letter counts. A path that names nothing (numbers only) may change into another such
    path, and one may be carried further ("/terms" to "/terms/addendum"); else half of what is named is the same. What is
    asked of the page after "?" may come or go, not become another.
    """
    if "@" in old or "@" in new or not owner(old) or owner(old) != owner(new):
        return False
    (before, asked), (after, then) = (_parted(key) for key in (old, new))
    if asked and then and asked != then:
        return False
    if before <= after or after <= before:
        return True
    return 2 * len(before & after) >= len(before | after)


def owner(key: str) -> str:
    """The site of a web address, without the name of the machine: a page that moved within it is the same page.

    Two labels make a site, three where the second is as short as "co" in "co.uk" or the site belongs to its tenants.
    """
    labels = re.sub(r"^https?:/+", "", key).split("/", 1)[0].split(".")
    long = len(labels) > 2 and (len(labels[-2]) <= SHORT_LABEL or ".".join(labels[-2:]) in _TENANTED)
    return ".".join(labels[-3:] if long else labels[-2:])


def _parted(key: str) -> tuple[frozenset[str], str]:
    """The words of path and place that say what the page is, and what is asked after "?"."""
    path, _, asked = re.sub(r"^https?:/+", "", key).partition("/")[2].partition("?")
    return frozenset(_WORD.findall(path)) - _PLACES, asked
