"""Times our reading on the pages that standard input lists: bytes to Markdown, or on to provisions with `provisions`.

Prints {each: [[CPU seconds, whether text came], ...], peak_mb}, as the peers' drivers do; the first page is read once before the clock starts.
"""

from __future__ import annotations

import json
import resource
import sys
import time

from clausewatch import structure, text
from clausewatch.nouns.document import Page


def main() -> None:
    given = [json.loads(line) for line in sys.stdin]
    pages = [Page(one["content"].encode(), url=one["url"]) for one in given]
    provisions = "provisions" in sys.argv[1:]
    text.read(pages[0])
    each = []
    for page in pages:
        began = time.process_time()
        reading = text.read(page)
        made = structure.outline(reading.text).provisions if provisions else text.to_markdown(reading.text)
        each.append((time.process_time() - began, bool(made)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << 20 if sys.platform == "darwin" else 1 << 10
    )
    print(json.dumps({"each": each, "peak_mb": peak}))


if __name__ == "__main__":
    main()
