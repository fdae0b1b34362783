"""Long documents stand on several pages: every word once, every anchor found without JavaScript, the whole on demand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

import pytest
import sqlalchemy as sa
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient
from tests.change.editions import edition
from tests.pipeline.live_kit import Live, live

from clausewatch.pipeline.analyse import analyse_current
from clausewatch.storage import stated, versions
from clausewatch.storage.tables import analysis
from clausewatch.web import Site, create_app
from clausewatch.web.addresses import leaf_path, passage_path
from clausewatch.web.leaves import leaf_with, leaves
from clausewatch.web.outline import outline_entries

_SENTENCE = (
    "You must be at least 16 years old to open an account, and we may end the service for you at any time. "
)
PATH = "/platform/birchwood/terms/"


def _page(chapters: int, clauses: int) -> bytes:
    body = "".join(
        f"<h2>Chapter {chapter}</h2>"
        + "".join(
            f"<h3>Clause {chapter}.{clause}</h3><p>Rule {chapter}.{clause}. {_SENTENCE * 12}</p>"
            for clause in range(clauses)
        )
        for chapter in range(chapters)
    )
    return f"<html lang=en><title>Terms</title><body><main><h1>Terms of Service</h1>{body}</main></html>".encode()


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live(tmp_path_factory.mktemp("leaves"), "terms") as made:
        made.answers.pages["https://birchwood.example/terms"] = _page(16, 8)
        made.round()
        analyse_current(made.instance, made.document.id)
        yield made


@pytest.fixture(scope="module")
def client(on: Live) -> TestClient:
    instance = on.instance
    app = create_app(Site(instance.database, instance.bodies, instance.clock, "http://127.0.0.1"))
    return TestClient(app, base_url="http://127.0.0.1")


def parsed(client: TestClient, path: str) -> LexborHTMLParser:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return LexborHTMLParser(answer.content)


def canonical(page: LexborHTMLParser) -> str:
    (link,) = page.css("link[rel=canonical]")
    return str(link.attributes["href"])


def words(page: LexborHTMLParser) -> list[str]:
    article = page.css_first("article.policy")
    assert article is not None
    for node in article.css(".marks, .pin"):
        node.decompose()
    return article.text(separator=" ").split()


def walk(client: TestClient) -> Iterator[LexborHTMLParser]:
    path = PATH
    while path:
        page = parsed(client, path)
        further = page.css_first("a[rel=next]")
        path = urljoin(path, str(further.attributes["href"])) if further else ""
        yield page


def test_no_page_of_a_long_document_is_large_and_no_word_is_lost(client: TestClient) -> None:
    sizes = [len(page.html or "") for page in walk(client)]
    assert len(sizes) > 3
    assert max(sizes) < 110_000
    whole = parsed(client, f"{PATH}?whole=1")
    assert whole.css("a[rel=next]") == []
    assert [word for page in walk(client) for word in words(page)] == words(whole)


def test_each_leaf_begins_with_the_headings_of_its_first_clause(client: TestClient) -> None:
    for page in list(walk(client))[1:]:
        first = page.css_first("article.policy h2, article.policy h3")
        assert first is not None
        assert first.tag == "h2"
        assert first.text().startswith("Chapter")


def test_every_anchor_is_found_where_its_address_leads(on: Live, client: TestClient) -> None:
    with on.instance.database.read() as connection:
        version = versions.version_at(connection, on.document.id, None)
    assert version is not None
    known = on.instance.editions.get(version.id)
    assert known is not None
    first = parsed(client, PATH)
    entries = {str(node.attributes["id"]): node for node in first.css(".outline li[id]")}
    for provision in known.outline.provisions[::9]:
        page = parsed(client, passage_path(on.document.id, provision.id).partition("#")[0])
        assert page.css_first(f"section#{provision.id}") is not None
        # An address with the fragment alone leads to the first page, whose outline has the anchor and the way on.
        here = first.css_first(f"article #{provision.id}")
        if here is None:
            link = entries[provision.id].css_first("a")
            assert link is not None
            assert link.attributes["href"] == f"?in={provision.id}#{provision.id}"
    for page in walk(client):
        ids = [str(node.attributes["id"]) for node in page.css("[id]")]
        assert len(ids) == len(set(ids))
        for node in page.css(".outline a[href^='#']"):
            assert str(node.attributes["href"])[1:] in ids


def test_a_leaf_is_cited_by_its_own_address_and_the_first_by_the_document(client: TestClient) -> None:
    pages = list(walk(client))
    cited = [canonical(page) for page in pages]
    assert cited[0].endswith(PATH)
    assert all("?in=" in each for each in cited[1:])
    assert len(set(cited)) == len(cited)
    asked = parsed(client, leaf_path("birchwood/terms", "no-such-clause"))
    assert canonical(asked) == cited[0]


def test_marks_are_those_of_the_stored_findings_and_lead_on(on: Live, client: TestClient) -> None:
    with on.instance.database.read() as connection:
        version = versions.version_at(connection, on.document.id, None)
        assert version is not None
        marks = stated.marks_in(connection, version.id)
    assert marks
    page = parsed(client, PATH)
    shown = 0
    for section in page.css("article.policy section.provision"):
        name = str(section.attributes["id"])
        line = section.css_first(".marks")
        if line is None:
            assert marks[name].severity.rank == 0
            assert marks[name].topics == ()
            continue
        shown += 1
        links = [str(node.attributes["href"]) for node in line.css("a")]
        if marks[name].severity.rank:
            assert f"{marks[name].severity.value} severity" in line.text()
            assert links.pop(0) == f"{PATH}{name}/"
        assert links == [f"/topic/{topic}/" for topic in marks[name].topics[:2]]
    assert shown
    assert page.css(".outline .about")


def test_a_version_that_was_not_analysed_has_no_marks_and_says_so(on: Live, client: TestClient) -> None:
    assert "carry no marks" not in client.get(PATH).text
    with on.instance.database.write() as connection:
        kept = connection.execute(sa.select(analysis)).mappings().one()
        connection.execute(sa.delete(analysis))
    try:
        shown = client.get(PATH).text
        assert "not analysed yet" in shown
        assert 'class="marks"' not in shown
    finally:
        with on.instance.database.write() as connection:
            connection.execute(sa.insert(analysis), [dict(kept)])


def test_a_short_text_is_one_leaf_and_a_clause_too_long_is_one_of_its_own() -> None:
    short = edition([("A", ["You must pay."]), ("B", ["You may leave."])])
    (only,) = leaves(short)
    assert only.blocks == (0, len(short.text.blocks))
    assert leaf_with((only,), short, short.outline.provisions[1].id) == 0
    assert leaf_with((only,), short, "elsewhere") is None
    long = edition([("A", ["You must pay."]), ("B", [_SENTENCE * 900]), ("C", ["You may leave."])])
    found = leaves(long)
    assert [each.provisions for each in found] == [(0, 1), (1, 2), (2, 3)]
    assert [each.blocks[0] for each in found[1:]] == [each.blocks[1] for each in found[:-1]]
    assert found[-1].blocks[1] == len(long.text.blocks)


def test_the_outline_of_a_very_long_text_lists_upper_headings_and_keeps_every_anchor() -> None:
    long = "and everything that is said of it in this and in every other agreement between us"
    known = edition([(f"Rule {number} {long}", ["You must pay."]) for number in range(700)])
    provisions = tuple(
        replace(each, path=(f"Chapter {number // 50}", each.title))
        for number, each in enumerate(known.outline.provisions)
    )
    known = replace(known, outline=replace(known.outline, provisions=provisions))
    first = leaves(known)[0]
    shown = outline_entries(known, {}, first, everything=True)
    lined = [each for each in shown if each.title.startswith("Rule")]
    assert [each.anchor for each in lined] == [each.id for each in provisions[: first.provisions[1]]]
    assert len([each for each in shown if each.title.startswith("Chapter")]) == 14
    held = [name for each in shown for name in ((each.anchor,) if each.holds else ()) + each.also]
    assert held == [each.id for each in provisions[first.provisions[1] :]]
    # Where all has room, all has lines.
    few = replace(known, outline=replace(known.outline, provisions=provisions[:90]))
    assert not any(each.also for each in outline_entries(few, {}, first, everything=True))
