"""Times trafilatura's extraction to Markdown on the pages that standard input lists; runs in an environment of its own."""

from __future__ import annotations

import json
import resource
import sys
import time

from trafilatura import extract


def main() -> None:
    pages = [json.loads(line)["content"] for line in sys.stdin]
    extract(pages[0], output_format="markdown")
    each = []
    for page in pages:
        began = time.process_time()
        found = extract(page, output_format="markdown", include_tables=True)
        each.append((time.process_time() - began, bool(found)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << 20 if sys.platform == "darwin" else 1 << 10
    )
    print(json.dumps({"each": each, "peak_mb": peak}))


if __name__ == "__main__":
    main()
