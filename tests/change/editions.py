"""Small editions made by hand: a list of (heading path, statements) becomes a text with its outline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from clausewatch.nouns.document import (
    Block,
    BlockKind,
    Cause,
    DateKind,
    Edition,
    Outline,
    PrintedDate,
    Provision,
    Statement,
    StatementKind,
    Text,
    Version,
)
from clausewatch.nouns.identity import digest, slug

Clause = tuple[str, Sequence[str]]


def edition(
    clauses: Sequence[Clause], day: str = "2026-01-01", printed: str = "", cause: Cause = Cause.PUBLISHED
) -> Edition:
    """Statements that begin with "- " are list items, with "| " rows, with "~ " sentences carrying on the paragraph.

    The rest are sentences of their own paragraph. Cells of a row are parted by tabs.
    """
    content = ""
    blocks: list[Block] = []
    provisions: list[Provision] = []
    dates: list[PrintedDate] = []

    def put(kind: BlockKind, text: str, level: int = 0, marker: str = "") -> Block:
        nonlocal content
        content += "\n\n" if content else ""
        block = Block(kind, len(content), len(content) + len(text), level, marker)
        content += text
        blocks.append(block)
        return block

    if printed:
        block = put(BlockKind.PARAGRAPH, f"Last updated: {printed}")
        dates.append(PrintedDate(DateKind.UPDATED, date.fromisoformat(printed), block.start + 14, block.end))
    for heading, said in clauses:
        head = put(BlockKind.HEADING, heading, 2)
        statements = []
        for one in said:
            item = one.startswith("- ")
            if one.startswith("~ "):
                start = len(content) + 1
                content += " " + one.removeprefix("~ ")
                blocks[-1] = replace(blocks[-1], end=len(content))
                statements.append(Statement(StatementKind.SENTENCE, start, len(content), 0))
                continue
            if one.startswith("| "):
                block = put(BlockKind.ROW, one.removeprefix("| "))
                blocks[-1] = replace(block, header="Since" in one, table=1)
                statements.append(Statement(StatementKind.ROW, block.start, block.end, 0))
                continue
            block = put(BlockKind.ITEM if item else BlockKind.PARAGRAPH, one.removeprefix("- "), int(item))
            kind = StatementKind.ITEM if item else StatementKind.SENTENCE
            statements.append(Statement(kind, block.start, block.end, int(item)))
        number = sum(1 for other in provisions if other.title == heading)
        address = slug(heading) + (f"-{number + 1}" if number else "")
        provisions.append(
            Provision(
                address, ("Terms", heading), heading, "", head.start, len(content), None, tuple(statements)
            )
        )
    words = " ".join(re.findall(r"\w+", content.lower()))
    version = Version(
        id=digest(f"{day} {content}".encode())[:20],
        document="platform/terms",
        observed_at=datetime.fromisoformat(day).replace(tzinfo=UTC),
        captures=("capture",),
        cause=cause,
        text=digest(content.encode()),
        fingerprint=digest(words.encode()),
        title="Terms",
        language="en",
        words=len(words.split()),
        dates=tuple(dates),
        recipe="test",
    )
    return Edition(version, Text(content, tuple(blocks)), Outline(tuple(provisions)))
