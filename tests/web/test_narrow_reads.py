"""What is read of a part is what reading everything gives of it; what is read ahead is the same that a reader would get."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.change.editions import edition
from tests.pipeline.live_kit import Live, live
from tests.web.small_instance import TERMS, Builder

from clausewatch.meaning.analyse import Subject
from clausewatch.meaning.queue import ordered
from clausewatch.meaning.quickfacts import quick_facts, topics_asked
from clausewatch.meaning.said import findings_of, said_of, told_of
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.document import Link, Span, Version
from clausewatch.nouns.review import Decision, ItemKind, Ruling
from clausewatch.nouns.stated import Said
from clausewatch.pipeline.analyse import subject_of
from clausewatch.pipeline.review import items_in, owned, rule
from clausewatch.pipeline.said import findings_in, ruled_at, ruled_in
from clausewatch.storage import Database, catalog, records, versions
from clausewatch.storage.records import RecordFilter
from clausewatch.text.markdown import read_markdown
from clausewatch.web.ahead import Ahead
from clausewatch.web.analysis import Analyst
from clausewatch.web.inline import Inline
from clausewatch.web.litter import sparing

_BODY = "".join(
    f"<h2>{name}</h2><p>You must pay {name} fees within 30 days. We may share {name} data with our partners.</p>"
    for name in ("Support", "Delivery", "Goods")
)


def test_the_records_of_a_provision_hold_its_changes_and_no_others(instance: Builder) -> None:
    wanted = RecordFilter(document=TERMS)
    with instance.database.read() as connection:
        whole = records.records(connection, wanted, newest_first=True)
        lineages = {change.lineage for record in whole for change in record.changes}
        assert len(lineages) > 1
        for lineage in (*lineages, "", "no such"):
            narrow = records.of_lineage(connection, wanted, lineage)
            assert [each.id for each in narrow] == [each.id for each in whole]
            for one, other in zip(narrow, whole, strict=True):
                mine = tuple(each for each in other.changes if lineage and each.lineage == lineage)
                assert one.changes == mine
                assert (one.headline, one.dates, one.reasons) == (other.headline, other.dates, other.reasons)


def _published(on: Live) -> tuple[Version, Platform]:
    """The version that a round made of `_BODY`, and whose it is."""
    page = f"<html lang=en><title>Terms</title><main><h1>Terms of Service</h1>{_BODY}</main></html>"
    on.answers.pages["https://birchwood.example/terms"] = page.encode()
    on.round()
    with on.instance.database.read() as connection:
        (owner,) = catalog.platforms(connection)
        return versions.versions(connection, on.document.id)[0], owner


def test_one_provision_and_findings_alone_are_as_in_the_whole_analysis(
    database: Database, tmp_path: Path
) -> None:
    with live(tmp_path, "terms", at=database) as on:
        version, owner = _published(on)
        edition = on.instance.editions.get(version.id)
        assert edition is not None
        subject = subject_of(on.document, owner)
        of_another = replace(subject, company="Another Ltd")
        assert ruled_at(database, edition, 0, of_another) is None, "nothing is kept of it"
        found_out = tuple(one for each in findings_of(edition, subject) for one in each.findings)
        whole = ruled_in(database, edition, subject, kept_only=True)
        assert whole
        assert any(each.said.sentences for each in whole)
        for number, each in enumerate(whole):
            assert ruled_at(database, edition, number, subject) == each
        kept = findings_in(database, edition, subject)
        assert kept == found_out == tuple(one for each in whole for one in each.said.findings)


def test_what_is_read_of_some_provisions_is_what_all_give_also_after_a_ruling(
    database: Database, tmp_path: Path
) -> None:
    with live(tmp_path, "terms", at=database) as on:
        version, owner = _published(on)
        editions = on.instance.editions.get
        text = editions(version.id)
        assert text is not None
        subject, analyst = subject_of(on.document, owner), Analyst(database)
        of = owned(database)[0]
        before = ruled_in(database, text, subject)
        assert before
        numbers = [1, len(before) - 1]
        assert analyst.kept_among(text, numbers, subject) == {each: before[each] for each in numbers}
        assert analyst.kept_among(text, numbers, replace(subject, company="Another Ltd")) is None
        every = findings_in(database, text, subject)
        asked = topics_asked()
        some = findings_in(database, text, subject, asked)
        ranked = [each for each in every if any(one.topic in asked for one in each.topics[:2])]
        assert [*some] == ranked
        assert len(some) < len(every)
        assert quick_facts(told_of(text, subject, some)) == quick_facts(told_of(text, subject, every))
        items = items_in(database, editions, of)
        assert items
        assert ordered(items_in(database, editions, of, waiting=True) or ()) == ordered(items)
        named = text.outline.provisions[numbers[0]].id
        item = next(each for each in items if each.kind is ItemKind.FINDING and each.subject == named)
        rule(database, editions, item.id, Decision(Ruling.REJECT, "Ada", "not so"), version.observed_at)
        after = ruled_in(database, text, subject)
        assert after
        assert after[numbers[0]] != before[numbers[0]]
        found = analyst.kept_among(text, numbers, subject)
        assert found is not None
        assert [found[each] for each in numbers] == [after[each] for each in numbers], "nothing kept is stale"
        waiting = items_in(database, editions, of, waiting=True) or ()
        assert ordered(waiting) == ordered(items_in(database, editions, of) or ())


def test_a_finding_that_is_moved_keeps_all_else() -> None:
    (finding, *_) = (one for each in _said() for one in each.findings if one.facts)
    assert finding.moved(0) == finding
    assert finding.moved(7).moved(-7) == finding
    assert finding.moved(7).facts[0].start == finding.facts[0].start + 7
    whole = replace(finding, language="nn")
    assert whole.moved(3).language == "nn"


def test_what_stays_is_not_looked_through_again_while_a_server_runs() -> None:
    known = [*gc.callbacks]
    with sparing():
        kept = [[each] for each in range(1_000)]
        gc.collect()
        assert not any(each is kept for each in gc.get_objects())
        assert len(gc.callbacks) == len(known) + 1
    assert gc.callbacks == known
    gc.unfreeze()


def _said() -> tuple[Said, ...]:
    said = edition([("Fees", ["You must pay all fees within 30 days."])])
    return said_of(said, Subject("Terms of Service", "Terms of Service", "Birchwood", "Birchwood Ltd"))


def test_a_stretch_is_written_the_same_when_nothing_else_is_looked_at() -> None:
    text = read_markdown(
        "Go to [the help](https://a.example/) **now**.\n\nThen see [more](https://b.example/) *there*.\n"
    )
    assert len([each for each in text.links if isinstance(each, Link)]) == 2
    for block in text.blocks:
        narrow = Inline(text, (), Span(block.start, block.end)).write(block.start, block.end)
        assert narrow == Inline(text).write(block.start, block.end)
        assert "<a href" in narrow


def test_what_is_read_ahead_goes_on_after_a_failure_and_stops_at_the_end() -> None:
    done: list[int] = []
    reached, ahead = threading.Event(), Ahead()
    there = set(threading.enumerate())

    def failing() -> Iterator[object]:
        yield 0
        raise OSError("the archive is away")

    def endless() -> Iterator[object]:
        while True:
            done.append(len(done))
            reached.set()
            yield None

    ahead.add(failing)
    ahead.add(endless)
    ahead.begin()
    assert reached.wait(60)
    ahead.end()
    threads = [each for each in set(threading.enumerate()) - there if each.name == "ahead"]
    for each in threads:
        each.join(60)
    before = len(done)
    assert done == list(range(before))
    assert not any(each.is_alive() for each in threads)
