"""Tests for machines by their markup: pages that run a check in place of the document and say little or nothing."""

from __future__ import annotations

import re

# Facts about what protection services put into the pages they send instead of the site's own: parts of the check
# itself. The scripts that the same services add to pages they let through stand in many an app's empty frame.
_CHECK = re.compile(
    rb"_cf_chl_|cf-chl-|cf_chl_|challenge-platform/h/\w/orchestrate|cf-browser-verification|"
    rb"_sec/cp_challenge|sec-if-cpt|sec-bc-|akamai-?challenge|"
    rb"_incapsula_resource\?(?!swjiylwa)|incapsula\s+incident|"
    rb"geo\.captcha-delivery|captcha-delivery\.com/c\.js|px-captcha|_pxblock|captcha\.px-|"
    rb"gokuprops|awswafcookiedomainlist|awswafintegration\.(?:force|check)|awswafcaptcha|"
    rb"sucuri_cloudproxy|/\.well-known/(?:ddos-guard|sgcaptcha|vercel/security)|check\.ddos-guard|"
    rb"/\.azwaf/|azwafchallenge|/_fs-ch-|rbzns|anubis_challenge|/xess/|_____tmd_____|acw_sc__v\d|"
    rb"hcaptcha-challenge",
    re.IGNORECASE,
)
# Signs that stand on ordinary pages as well: they count where the page is hardly more than a script.
_HINT = re.compile(
    rb"bm-verify|kpsdk|/tspd/|bobcmn|aws-waf-token|var\s+dd\s*=\s*\{|/sorry/index|showcaptcha|x5secdata",
    re.IGNORECASE,
)
_GOES_TO = re.compile(
    rb"<(?:form|iframe|meta)\b[^<>]{0,400}?(?:action|src|url)\s?=\s?[\"']?[^\"'<>\s]{0,200}?"
    rb"(?:captcha|challenge|bot-?(?:check|detect|protect)|human-?(?:check|verif)|js-?check|cookie-?check)",
    re.IGNORECASE,
)
_WIDGET = re.compile(
    rb"<(?:div|form|main|section|p|h1|canvas|img|input)\b[^<>]{0,400}?\b(?:class|id|name)\s?=\s?[\"']?[^\"'<>]{0,200}?"
    rb"(?:captcha|cf-turnstile|challenge-(?:form|stage|container|running|error))|<altcha-widget",
    re.IGNORECASE,
)
_SETS_COOKIE = re.compile(rb"document\s*\.\s*cookie\s*=", re.IGNORECASE)
_RELOADS = re.compile(
    rb"location\s*\.\s*(?:reload|replace)\s*\(|location(?:\s*\.\s*href)?\s*=|\.submit\s*\(", re.IGNORECASE
)
_HEAD = 200_000
_SMALL = 40_000
_TINY = 12_000


def challenge_in(body: bytes) -> str:
    """What in the markup is a test for machines, in plain words, or "". To be asked only of a page that says next to nothing.

    Three signs: a part of a known service's check; in a small page, a form, frame or redirect to such a check or its
    widget; in a very small one, a script that sets a cookie and loads the page again. Sizes in bytes; that loaders of
    such services stand in empty apps was seen on the development half of the verdict corpus.
    """
    head = body[:_HEAD]
    if _CHECK.search(head) or (len(body) <= _TINY and _HINT.search(head)):
        return "a protection service's challenge stands in place of the page"
    if len(body) > _SMALL:
        return ""
    if _GOES_TO.search(head) or _WIDGET.search(head):
        return "a form that tests for machines stands in place of the page"
    if len(body) <= _TINY and _SETS_COOKIE.search(head) and _RELOADS.search(head):
        return "a script that sets a cookie and loads the page again stands in place of it"
    return ""
