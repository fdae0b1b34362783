"""Comparisons as JSON-ready values."""

from __future__ import annotations

from clausewatch.nouns.comparison import Cell, CellState, Matrix, MatrixCell, Shown, Standing, Unread


def cell_line(cell: Cell) -> dict[str, object]:
    """One platform's answer to a provision: its state, its stance, and its clauses word for word, best first; `elsewhere` has
    the best one for each other kind of readers."""
    return {
        "state": cell.state.value,
        "stance": cell.stance.value if cell.stance else None,
        "quotes": [_quote(each) for each in cell.quotes],
        "elsewhere": [_quote(each) for each in cell.elsewhere],
    }


def _quote(shown: Shown) -> dict[str, object]:
    passage = shown.passage
    return {
        "text": passage.asked.text,
        "document": passage.document_name,
        "document_type": passage.asked.document_type,
        "audience": passage.readers.value,
        "stance": shown.stance.value,
        "observed_at": passage.observed_at.isoformat(),
        "version": passage.version,
        "span": [passage.place.start, passage.place.end],
        "score": shown.score,
        "reasons": list(shown.reasons),
    }


def matrix_line(matrix: Matrix, base_url: str) -> dict[str, object]:
    """Topics by platforms: one row for each topic, with a cell for each platform in the order of `platforms`."""
    return {
        "at": matrix.at.isoformat(),
        "platforms": [{"id": each, "name": name} for each, name in matrix.platforms],
        "topics": [
            {"id": each, "name": name, "cells": [_cell(cell, base_url) for cell in row]}
            for (each, name), row in zip(matrix.topics, matrix.cells, strict=True)
        ],
        "not_analysed": [unread_line(each) for each in matrix.unread],
    }


def unread_line(edition: Unread) -> dict[str, object]:
    """An edition of which it is not known what it says."""
    return {
        "document": edition.document,
        "version": edition.version,
        "observed_at": edition.observed_at.isoformat(),
    }


def _cell(cell: MatrixCell, base_url: str) -> dict[str, object]:
    standing = cell.standing
    return {
        "state": cell.state.value,
        "stance": standing.stance.value if standing and cell.state is CellState.COMPARABLE else None,
        "quotation": standing.quotation if standing else None,
        "clipped": standing.clipped if standing else False,
        "document": standing.document if standing else None,
        "audience": standing.readers if standing else None,
        "provision": standing.title if standing else None,
        "since": standing.since.isoformat() if standing else None,
        "address": f"{base_url}{standing.path}" if standing else None,
        "more": cell.more,
        "near_copy_of": cell.near,
        "differs_by_document": cell.differs,
        "elsewhere": [_standing(each, base_url) for each in cell.elsewhere],
    }


def _standing(standing: Standing, base_url: str) -> dict[str, object]:
    return {
        "audience": standing.readers,
        "stance": standing.stance.value,
        "quotation": standing.quotation,
        "clipped": standing.clipped,
        "document": standing.document,
        "provision": standing.title,
        "since": standing.since.isoformat(),
        "address": f"{base_url}{standing.path}",
    }
