"""Times our reading on the pages that standard input lists: bytes to Markdown, on to `provisions`, or to `findings`.

Findings are those of `classify`, one for each statement. Prints {each: [[CPU seconds, whether text came], ...], peak_mb}, as
the peers' drivers do; the first page is read once before the clock starts.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable

from clausewatch import structure, text
from clausewatch.meaning.classify import classify
from clausewatch.meaning.topics import shipped_model
from clausewatch.nouns.document import Page
from clausewatch.nouns.finding import Asked


def main() -> None:
    given = [json.loads(line) for line in sys.stdin]
    pages = [Page(one["content"].encode(), url=one["url"]) for one in given]
    goal = _GOALS[sys.argv[1] if len(sys.argv) > 1 else "markdown"]
    goal(pages[0])
    each = []
    for page in pages:
        began = time.process_time()
        made = goal(page)
        each.append((time.process_time() - began, bool(made)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << 20 if sys.platform == "darwin" else 1 << 10
    )
    print(json.dumps({"each": each, "peak_mb": peak}))


def _markdown(page: Page) -> object:
    return text.to_markdown(text.read(page).text)


def _provisions(page: Page) -> object:
    return structure.outline(text.read(page).text).provisions


def _findings(page: Page) -> object:
    read, model = text.read(page).text, shipped_model()
    return [
        classify(Asked(statement.of(read.content), provision.path, lead_in), model, statement)
        for provision in structure.outline(read).provisions
        for lead_in in [provision.lead_in.of(read.content) if provision.lead_in else ""]
        for statement in provision.statements
    ]


_GOALS: dict[str, Callable[[Page], object]] = {
    "markdown": _markdown,
    "provisions": _provisions,
    "findings": _findings,
}


if __name__ == "__main__":
    main()
