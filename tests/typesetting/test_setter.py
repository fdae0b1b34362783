"""Setting in a process of its own: bounded in time, one at a time, and refusals are values."""

from __future__ import annotations

import threading

import pytest
from tests.publish.report_kit import AT, report_of

from clausewatch.nouns.report import NotSet, Quote, Typst, Unset
from clausewatch.publish.report import typst_job
from clausewatch.typesetting import Limits, TypstTypesetter, installed

pytest.importorskip("typst")


def test_a_report_comes_back_as_the_same_pdf_every_time() -> None:
    assert installed()
    setter = TypstTypesetter()
    made = setter.typeset(typst_job(report_of(Quote("Words."))))
    assert isinstance(made, bytes)
    assert made.startswith(b"%PDF-")
    assert made == TypstTypesetter().typeset(typst_job(report_of(Quote("Words."))))


def test_what_does_not_end_is_ended() -> None:
    forever = Typst("#let f() = { let n = 0; while n < 1000000000 { n += 1 } }\n#f()", "{}", AT)
    made = TypstTypesetter(Limits(seconds=1.0)).typeset(forever)
    assert isinstance(made, NotSet)
    # typst gives up on loops that seem endless by itself; either way nothing hangs.
    assert made.reason in (Unset.TOO_LONG, Unset.REFUSED)
    slow = TypstTypesetter(Limits(seconds=0.01)).typeset(typst_job(report_of(Quote("Words."))))
    assert slow == NotSet(Unset.TOO_LONG, "more than 0.01 seconds")


@pytest.mark.parametrize("program", ['#panic("no")', '#read("/etc/passwd")', "#("])
def test_what_typst_refuses_is_told(program: str) -> None:
    made = TypstTypesetter().typeset(Typst(program, "{}", AT))
    assert isinstance(made, NotSet)
    assert made.reason is Unset.REFUSED
    assert made.detail
    assert "Warning" not in made.detail


def test_memory_is_bounded() -> None:
    made = TypstTypesetter(Limits(memory_bytes=60_000_000)).typeset(typst_job(report_of(Quote("Words."))))
    assert isinstance(made, NotSet)
    assert made.reason is Unset.REFUSED


def test_who_comes_when_all_places_are_taken_is_told_so() -> None:
    setter = TypstTypesetter(waiting=0)
    begun, go = threading.Event(), threading.Event()
    answers: list[bytes | NotSet] = []

    def hold() -> None:
        with setter._press:
            begun.set()
            go.wait(20)

    def ask() -> None:
        answers.append(setter.typeset(typst_job(report_of(Quote("Words.")))))

    holder, first = threading.Thread(target=hold), threading.Thread(target=ask)
    holder.start()
    assert begun.wait(20)
    first.start()
    while setter._places.acquire(blocking=False):
        setter._places.release()
    assert setter.typeset(typst_job(report_of(Quote("Words.")))) == NotSet(Unset.BUSY)
    go.set()
    holder.join()
    first.join()
    assert isinstance(answers[0], bytes)
