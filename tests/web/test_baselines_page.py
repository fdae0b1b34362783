"""The page of baselines: what was accepted, what changed since, and the way to both versions side by side."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser
from tests.web.conftest import Get
from tests.web.small_instance import TERMS


def test_every_baseline_is_shown_with_its_drift_and_leads_to_both_versions(get: Get) -> None:
    answer = get("/baselines/")
    assert answer.status == 200
    page = LexborHTMLParser(answer.data)
    stories = page.css("main .story")
    assert len(stories) == 2
    told = " ".join(stories[0].text().split())
    assert "Terms of Use" in told
    assert "Ada" not in told, "who accepted, and why, is the team's own"
    assert "Change records" in told
    link = stories[0].css_first("a[href*='/diff/']")
    assert link is not None
    href = str(link.attributes["href"])
    assert href.startswith(f"/platform/{TERMS}/diff/")
    assert get(href).status == 200


def test_a_page_beyond_the_last_says_so(get: Get) -> None:
    answer = get("/baselines/?page=9")
    assert answer.status == 200
    assert b"there are 2 on" in answer.data


def test_the_page_changes_nothing(get: Get) -> None:
    assert get("/baselines/", "POST").status == 405
