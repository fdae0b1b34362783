"""Comparisons as JSON-ready values."""

from __future__ import annotations

from clausewatch.nouns.comparison import Cell, CellState, Matrix, MatrixCell, Unread


def cell_line(cell: Cell) -> dict[str, object]:
    """One platform's answer to a provision: its state, its stance, and its clauses word for word, best first."""
    return {
        "state": cell.state.value,
        "stance": cell.stance.value if cell.stance else None,
        "quotes": [
            {
                "text": shown.passage.asked.text,
                "document": shown.passage.document_name,
                "observed_at": shown.passage.observed_at.isoformat(),
                "version": shown.passage.version,
                "span": [shown.passage.place.start, shown.passage.place.end],
                "score": shown.score,
                "reasons": list(shown.reasons),
            }
            for shown in cell.quotes
        ],
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
        "provision": standing.title if standing else None,
        "since": standing.since.isoformat() if standing else None,
        "address": f"{base_url}{standing.path}" if standing else None,
        "more": cell.more,
        "near_copy_of": cell.near,
    }
