"""Topics by platforms as a report: who says what at a glance, then everybody's words."""

from __future__ import annotations

from clausewatch.nouns.comparison import Matrix, MatrixCell, Standing
from clausewatch.nouns.report import Block, Fact, Facts, Grid, Heading, Quote, Report, Tone, Words
from clausewatch.publish.report.parts import closing
from clausewatch.publish.words import STATES, day, moment, one_line, stance_words

_LONG = 3
_MEANING = f"The clause of each platform that says most on each matter, word for word. Where none is shown: {STATES}."


def comparison_report(matrix: Matrix, base_url: str, path: str) -> Report:
    """The matrix; `path` is the address that pins it, without the instance's."""
    base = base_url.rstrip("/")
    names = ", ".join(name for _, name in matrix.platforms)
    overview = Grid(
        ("Matter", *(one_line(name, 60) for _, name in matrix.platforms)),
        (
            *(
                (topic, *(stance_words(cell) for cell in row))
                for (_, topic), row in zip(matrix.topics, matrix.cells, strict=True)
            ),
            *_captured(matrix),
        ),
    )
    last = (
        f"last captured {day(matrix.last_captured)}" if matrix.last_captured else "nothing captured by then"
    )
    matters, owners = len(matrix.topics), len(matrix.platforms)
    blocks: list[Block] = [Words(_MEANING), overview]
    for (_, topic), row in zip(matrix.topics, matrix.cells, strict=True):
        blocks.append(Heading(topic))
        for (_, name), cell in zip(matrix.platforms, row, strict=True):
            blocks += _cell(name, cell, base)
    if matrix.unread:
        blocks += [
            Heading("Not analysed"),
            Words("Of these editions in force then it is not known what they say."),
            *(Words(f"{each.document}, observed {day(each.observed_at)}") for each in matrix.unread),
        ]
    return Report(
        kind="Comparison",
        title=f"Compared: {names}",
        about=(
            f"{matters} matter{'' if matters == 1 else 's'}, {owners} platform{'' if owners == 1 else 's'}",
            f"As on record at {moment(matrix.at)}; {last}",
        ),
        at=matrix.at,
        link=f"{base}{path}",
        blocks=(*blocks, *closing(f"{base}{path}", base)),
        contents=1 if len(matrix.topics) > _LONG else 0,
    )


def _captured(matrix: Matrix) -> tuple[tuple[str, ...], ...]:
    """The last row: until when each platform is known."""
    if matrix.last_captured is None:
        return ()
    return (("Last captured", *(day(each) if each else "never" for each in matrix.captured)),)


def _cell(name: str, cell: MatrixCell, base: str) -> list[Block]:
    standing = cell.standing
    if standing is None:
        return [Heading(name, 2), Words(stance_words(cell), Tone.QUIET)]
    url = f"{base}{standing.path}"
    rows = [
        Fact("Where", _where(standing), url),
        Fact("For", standing.readers),
        Fact("On record so worded since", day(standing.since)),
    ]
    if cell.more:
        rows.append(
            Fact("Besides", f"{cell.more} more provision{'' if cell.more == 1 else 's'} on the matter")
        )
    return [
        Heading(f"{name}: {stance_words(cell)}", 2),
        Quote(standing.quotation + (" …" if standing.clipped else "")),
        Facts(tuple(rows)),
        *(block for other in cell.elsewhere for block in _elsewhere(other, base)),
    ]


def _elsewhere(standing: Standing, base: str) -> list[Block]:
    return [
        Words(f"For {standing.readers}: {standing.stance.value}"),
        Quote(standing.quotation + (" …" if standing.clipped else "")),
        Facts((Fact("Where", _where(standing), f"{base}{standing.path}"),)),
    ]


def _where(standing: Standing) -> str:
    return f"{standing.document}, {one_line(standing.title, 160)}"
