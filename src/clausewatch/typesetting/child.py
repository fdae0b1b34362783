"""The process that sets one report and ends: `python -m clausewatch.typesetting.child`, a job on standard input.

Setting is native code that cannot be stopped from within, and quoted texts are hostile: so it is done where it may be
killed, and with a bound on memory.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from clausewatch.typesetting.limits import REFUSED


def typeset(job: dict[str, Any]) -> bytes:
    """The PDF. Only the fonts that come with typst are used, so equal jobs give equal bytes on every machine.

    It is an accessible PDF (PDF/UA-1, ISO 14289-1) where every character has a shape in those fonts; else it is tagged all
    the same but does not claim to conform, and says so on its first page.
    """
    import typst

    fonts = typst.Fonts(include_system_fonts=False)

    def made(standards: list[Any], shapes: str) -> bytes:
        # A compiler that refused once does not find its program again.
        compiler = typst.Compiler(job["program"].encode(), font_paths=fonts, ignore_system_fonts=True)
        inputs = {"report": job["data"], "shapes": shapes}
        found = compiler.compile(
            format="pdf", sys_inputs=inputs, pdf_standards=standards, timestamp=job["at"]
        )
        assert isinstance(found, bytes)
        return found

    try:
        return made(["ua-1"], "all")
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
    return made([], "some")


def main() -> int:
    """Reads the job, writes the PDF; the exit code says whether it is one."""
    job = json.load(sys.stdin.buffer)
    _bound(job["memory_bytes"])
    try:
        made = typeset(job)
    except RuntimeError as error:  # typst.TypstError is one, and so is what its bindings raise
        sys.stderr.write(str(error)[:2_000])
        return REFUSED
    sys.stdout.buffer.write(made)
    return 0


def _bound(memory_bytes: int) -> None:
    try:
        import resource
    except ModuleNotFoundError:  # not on Windows, where only time is bounded
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


if __name__ == "__main__":
    sys.exit(main())
