"""Tests for machines by their markup, one page of our own for each kind, and empty apps that only load such services."""

from __future__ import annotations

import pytest
from tests.text.verdict_kit import GOOD, ask, bare, plain_site, policy

from clausewatch.nouns.evidence import Verdict
from clausewatch.text.challenges import challenge_in

CHALLENGES = {
    "options of an interstitial": bare("<script>window._cf_chl_opt = {cType: 'managed'};</script>", "example.org"),
    "orchestrating script": bare("<script src='/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1'></script>", ""),
    "timed refresh to a captcha": b"<html><head><meta http-equiv=refresh content='0;/.well-known/sgcaptcha/?r=%2Fterms'></head></html>",
    "refresh with a token": bare("", "", "<meta http-equiv='refresh' content='5; URL=/terms?bm-verify=AAQ'>"),
    "behavioural container": bare("<div id='sec-if-cpt-container'></div><script src='/_sec/cp_challenge/x.js'></script>", ""),
    "resource frame": bare("<iframe src='/_Incapsula_Resource?CWUDNSAI=9&xinfo=1'></iframe>", ""),
    "device check": bare("<script>var dd={'rt':'c','cid':'x','hsh':'y'}</script><script src='https://ct.captcha-delivery.com/c.js'></script>", "example.org"),
    "press and hold box": bare("<div id='px-captcha'></div>", "Example"),
    "proof of work": bare("<script>window.gokuProps = {'key':'x'};</script><script src='/challenge.js'></script>", ""),
    "fingerprint script": bare("<script>window.KPSDK={};KPSDK.now=Date.now;</script><script src='/x/ips.js'></script>", ""),
    "obfuscated loader": bare("<script src='/TSPD/08a?type=7'></script><noscript>x</noscript>", ""),
    "cookie script": bare("<script>var sucuri_cloudproxy_js='';eval('x');</script>", ""),
    "guard": bare("<script src='/.well-known/ddos-guard/js-challenge/index.js'></script>", ""),
    "checkpoint": bare("<script src='/.well-known/vercel/security/static/challenge.v2.min.js'></script>", ""),
    "edge check": bare("<script src='/.azwaf/challenge.js'></script>", ""),
    "client challenge": bare("<script src='/_fs-ch-1T1wmsGaOgGaSxcX/script.js'></script>", ""),
    "form with a widget": bare("<form action='/verify'><div class='g-recaptcha' data-sitekey='k'></div></form>", "example.org"),
    "another widget": bare("<form><div class='h-captcha' data-sitekey='k'></div></form>", "example.org"),
    "turnstile": bare("<form><div class='cf-turnstile'></div></form>", "example.org"),
    "search engine's page": bare("<form action='/sorry/index'><input type=hidden name=q></form>", "https://example.org/"),
    "picture to type": bare("<form><img src='/img?id=3' id='captcha-image'><input name='captcha'></form>", "Example"),
    "cookie and reload": b"<html><body><script>document.cookie='k='+[3,4].map(x=>x*7).join('')+';path=/';location.reload();</script></body></html>",
    "form sent to a check": bare("<form id=f method=post action='/human-verification'></form><script>f.submit()</script>", ""),
    "proof of work by a proxy": bare("<script id='anubis_challenge' type='application/json'>{}</script>", "Example"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHALLENGES)
def test_a_challenge_is_known_by_its_markup(name: str) -> None:
    assert ask(CHALLENGES[name], GOOD).verdict is Verdict.CHALLENGE
    assert ask(CHALLENGES[name]).verdict is Verdict.CHALLENGE


APP = "<div id=root></div><script src=/app.js></script>"


@pytest.mark.parametrize(
    "loader",
    [
        "<script src='https://www.google.com/recaptcha/api.js?render=k'></script>",
        "<script src='/static/vendor-captcha.js'></script>",
        "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
        "<script src='https://js.datadome.co/tags.js'></script>",
        "<script src='/_Incapsula_Resource?SWJIYLWA=719d34d31c8e3a6e6fffd425f7e032f3'></script>",
    ],
)
def test_an_empty_app_that_loads_such_a_service_is_a_shell(loader: str) -> None:
    assert ask(bare(loader + APP), GOOD).verdict is Verdict.SHELL


@pytest.mark.parametrize("name", CHALLENGES)
def test_a_policy_with_the_same_markup_beside_it_is_the_policy(name: str) -> None:
    inside = CHALLENGES[name].partition(b"<body>")[2].partition(b"</body>")[0].decode()
    assert ask(plain_site(policy() + inside, "Terms of use"), None).verdict is Verdict.OK


def test_nothing_is_found_in_ordinary_markup() -> None:
    assert challenge_in(GOOD) == ""
    assert challenge_in(b"") == ""


@pytest.mark.parametrize(
    "piece",
    [
        b"<form action=",
        b"<meta name='description' ",
        b"<div class='",
        b"action=src=url=",
        b"document.cookie=",
        b"not found the page ",
    ],
)
def test_hostile_repetition_is_judged_all_the_same(piece: bytes) -> None:
    assert ask(b"<html><body>" + piece * (30_000 // len(piece))).verdict is not Verdict.OK
