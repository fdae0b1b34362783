"""Reading without selectors, and verdicts: on real pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evals.corpus import Corpus, clausewatch


def extraction(corpus: Corpus) -> dict[str, float]:
    """Order-F1 over whole pages of the development half, headings, lists and rows kept; the worst sub-page.

    A page that holds several documents is asked for the one of its type.
    """
    gold = corpus.use("data", "extraction", "gold")
    names = sorted(path.name.removesuffix(".html.gz") for path in gold.glob("*.html.gz"))
    facts = {name: json.loads((gold / f"{name}.json").read_text(encoding="utf-8")) for name in names}
    lines = [_page_line(gold, name, facts[name]) for name in names]
    corpus.size = f"{len(names)} pages"
    out = corpus.scratch / "markdown"
    out.mkdir()
    for name, line in zip(names, _read(corpus, lines), strict=True):
        markdown = str(line["markdown"]) if line["verdict"] == "ok" else ""
        (out / f"{name}.md").write_text(markdown, encoding="utf-8")
    whole, parts = (_scored(corpus, out, scope) for scope in ("whole", "subpage"))
    return {**_summary(whole), "subpage_f1_worst": round(min(row["lcs_f1"] for row in parts["rows"]), 4)}


def _page_line(gold: Path, name: str, facts: dict[str, Any]) -> dict[str, str]:
    title = facts["type"] if facts["scope"] == "subpage" else ""
    return {"file": str(gold / f"{name}.html.gz"), "url": facts.get("url") or "", "title": title}


def _scored(corpus: Corpus, out: Path, scope: str) -> dict[str, Any]:
    found = corpus.scratch / f"{scope}.json"
    corpus.tool("score_extraction.py", out, "--split", "dev", "--include", scope, "--json", found)
    scores: dict[str, Any] = json.loads(found.read_text(encoding="utf-8"))
    return scores


def verdicts(corpus: Corpus) -> dict[str, float]:
    """False accepts, false rejects and right kinds."""
    index = corpus.use("data", "verdicts", "index.json")
    corpus.use("data", "verdicts", "pages")
    pages = json.loads(index.read_text(encoding="utf-8"))
    rows = pages["pages"] if isinstance(pages, dict) else pages
    good = sum(row["verdict"] == "ok" for row in rows)
    corpus.size = f"{len(rows)} captures, {good} good and {len(rows) - good} not"
    lines = [_verdict_line(index.parent, row) for row in rows]
    found = corpus.scratch / "verdicts.jsonl"
    with found.open("w", encoding="utf-8") as stream:
        for row, line in zip(rows, _read(corpus, lines), strict=True):
            stream.write(json.dumps({"file": row["file"], "verdict": line["verdict"]}) + "\n")
    scores = corpus.score("score_verdicts.py", index, found)
    return {key: scores[key] for key in ("false_accept", "false_reject", "right_kind")}


def _verdict_line(folder: Path, row: dict[str, str]) -> dict[str, str]:
    line = {"file": str(folder / row["file"]), "url": row.get("url") or ""}
    if row.get("previous_ok_file"):
        line["previous"] = str(folder / row["previous_ok_file"])
    return line


def _read(corpus: Corpus, lines: list[dict[str, str]]) -> list[dict[str, object]]:
    """What `clausewatch read --batch` says of each line."""
    batch, found = corpus.scratch / "batch.jsonl", corpus.scratch / "read.jsonl"
    batch.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    clausewatch("read", "--batch", batch, out=found)
    return [json.loads(line) for line in found.read_text(encoding="utf-8").splitlines()]


def _summary(scores: dict[str, Any]) -> dict[str, float]:
    """The contract's figures: medians over pages, and distinct documents read worse than .95."""
    summary = scores["summary"]
    poor = {(row["service"], row["type"]) for row in scores["rows"] if row["lcs_f1"] < 0.95}
    return {
        "order_f1_median": round(summary["lcs_f1"][0], 4),
        "order_f1_p10": round(summary["lcs_f1"][1], 4),
        "documents_under_95": float(len(poor)),
        "headings": round(summary["head_r"][0], 4),
        "items": round(summary["list_r"][0], 4),
        "rows": round(summary["row_r"][0], 4),
    }
