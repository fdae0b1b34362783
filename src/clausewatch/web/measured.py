"""How well each stage does, as the evals last measured it: the figures with what they mean, for the methodology's page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its meaning in plain words; `shown` is a percentage or a count."""

    meaning: str
    shown: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One stage: what was asked, of how much data, when, and what came out. `corpus` is a digest of the data."""

    title: str
    question: str
    size: str
    corpus: str
    measured_on: date
    figures: tuple[Figure, ...]

    @property
    def own(self) -> bool:
        """Whether the data are no files beside the program but come with it: the digest is that of no files."""
        return self.corpus == _NO_FILES


_NO_FILES = sha256().hexdigest()[:16]
_STAGES: dict[str, tuple[str, str]] = {
    "reading": (
        "Reading",
        "Is the text that we take from a raw page the document’s own, in order and whole? Compared with texts that people’s selectors cut from the same pages.",
    ),
    "verdicts": (
        "Verdicts",
        "Is a capture the document, or an error, a challenge, a log-in page, something cut off? Compared with labels given by hand to raw captures.",
    ),
    "alerts": (
        "What alerts",
        "Of all transitions between two versions of real documents, do those and only those alert in which a rule changed? Compared with labels given by hand.",
    ),
    "provision-changes": (
        "Changes of provisions",
        "Is each single change found, cut rightly, and described rightly? Compared with complete lists made by hand.",
    ),
    "topics": (
        "Topics",
        "Is the first topic named for a statement one that a careful reader names? Each platform was held out in turn: weights, calibration and threshold learned from the others.",
    ),
    "findings-unseen": (
        "Findings, on platforms never seen",
        "All of it at once, as shipped, on statements of some forty other platforms: first topic, whether it is right when it speaks, modality, party, severity. Labelled by one reader who did not know what the program says; two readers agree on 75 to 95 %.",
    ),
    "findings-unseen-2": (
        "Findings, on platforms never seen, second reader",
        "The same as shipped on other statements of those platforms, labelled by another reader who did not know what the program says.",
    ),
    "findings-rules": (
        "Modality, party, severity",
        "Do the written rules call a statement what the reader who labelled it did? The rules were written with these statements at hand, so this is a fit and no forecast.",
    ),
    "findings-own": (
        "Modality, party, severity, blind",
        "The same of statements that we wrote and labelled before we looked at the rules, ten or twelve of each modality. Their author mended the rules afterwards without reading which of them went wrong.",
    ),
    "comparison": (
        "Comparable provisions",
        "For clauses that readers compared across platforms by hand: is what is shown first on the same matter, is what is there found, and is silence kept where there is nothing? Each theme was left out in turn; the features were chosen on the same clauses.",
    ),
    "acord": (
        "Finding clauses, on another collection",
        "The same means on the ACORD collection of contract clauses: how good are the first five, from 0 to 100 % (nDCG)?",
    ),
    "gate": (
        "The claim gate",
        "Are claims that the cited words do not bear refused, and others let through? Most false ones are one element away from true. Fitted on these claims; of claims on other platforms, scored unseen, far fewer are ruled rightly.",
    ),
    "gate-seeded": (
        "The claim gate, simple errors",
        "Wrong numbers, turned modals, invented parties and the like, seeded into true sentences.",
    ),
    "gate-own": (
        "The claim gate, our own claims",
        "The same of claims that we wrote on invented provisions before we looked at the gate's rules. They were blind at first (.83 refused, .77 passed); later rules saw their errors.",
    ),
    "gate-own-2": (
        "The claim gate, a second set of our own",
        "The same of claims on further invented provisions, most of them in free words. Before the rules saw them, .87 were refused and .57 passed.",
    ),
    "gate-unseen": (
        "The claim gate, on claims never seen",
        "The same of 408 claims that others wrote on real statements, held apart: nobody wrote a rule or learned a weight with them at hand. Most are meant to be hard.",
    ),
    "stored-findings": (
        "Findings that are kept",
        "Of a whole imported archive: is every quotation and sentence shown one that was verified, and does no document say a sentence twice?",
    ),
    "story": (
        "The demonstration",
        "Nine months of five invented platforms, whose changes are known because we wrote them.",
    ),
}
_SHARES: dict[str, str] = {
    "order_f1_median": "Words right and in order, median page",
    "order_f1_p10": "Words right and in order, 10th percentile: nine pages in ten are better",
    "headings": "Headings kept as headings",
    "items": "List items kept as items",
    "rows": "Table rows kept as rows",
    "false_accept": "Bad captures taken for the document",
    "false_reject": "Good captures refused",
    "right_kind": "Bad captures called by the right name",
    "precision": "Of what was told, right (precision)",
    "recall": "Of what there was, told (recall)",
    "f1": "Both in one figure (F1)",
    "kind": "Kind of change right",
    "shift": "Shift of meaning right",
    "severity": "Severity right",
    "subpage_f1_worst": "Words right and in order, the worst page of several documents",
    "top1_any": "First topic right",
    "top3": "Right topic among the first three",
    "family": "Family of the first topic right",
    "coverage": "Statements for which a topic is named at all",
    "said_right": "Right where it is named",
    "non_provision_f1": "Text that is no provision told from provisions (F1)",
    "modality": "Modality right",
    "party": "Bound party right",
    "severity_no_topics": "Severity right without knowing the topic",
    "none_kept": "Text that is no provision left without modality",
    "none_wrongly": "Provisions left without modality",
    "refused": "Unsupported claims refused",
    "recall1": "Platforms with such a clause for which it was shown first",
    "recall3": "The same among the first three shown",
    "silent_kept": "Platforms without one for which nothing was shown",
    "shipped_precision": "Of what was told, right, with what ships (fitted on these clauses)",
    "shipped_recall1": "Found first, with what ships (fitted)",
    "shipped_recall3": "Found among three, with what ships (fitted)",
    "shipped_silent_kept": "Silence kept, with what ships (fitted)",
    "words": "By likeness of words, vectors and topics alone",
    "ranked": "Ranked by weights fitted on its training part",
    "as_shipped": "Ranked as we ship it",
    "passed": "Supported claims let through",
}
_COUNTS: dict[str, str] = {
    "documents_under_95": "Documents of which less than 95 % was read rightly",
    "missed": "Changes missed",
    "false": "Alerts that were none",
    "alerts_missed": "Alerts missed",
    "alerts_false": "Alerts that were none",
    "classes_right": "Records of the right class",
    "changes_found": "Changes found",
    "unverified": "Quotations and sentences shown but not verified",
    "identical": "Sentences shown twice in a document",
    "failing": "Provisions and sentences that fail",
}


def load_measured() -> tuple[Measured, ...]:
    """The stages in the order of the work, from the package's own file; `python -m evals.run --raise` writes it."""
    raw = json.loads((files("clausewatch.web") / "data" / "measured.json").read_text(encoding="utf-8"))
    return tuple(_measured(*_STAGES[name], raw[name]) for name in _STAGES if name in raw)


def _measured(title: str, question: str, row: dict[str, object]) -> Measured:
    figures = row["figures"]
    assert isinstance(figures, dict)
    return Measured(
        title=title,
        question=question,
        size=str(row["size"]),
        corpus=str(row["corpus"]),
        measured_on=date.fromisoformat(str(row["measured_on"])),
        figures=(
            *(
                Figure(meaning, f"{figures[key] * 100:.1f} %")
                for key, meaning in _SHARES.items()
                if key in figures
            ),
            *(Figure(meaning, f"{figures[key]:.0f}") for key, meaning in _COUNTS.items() if key in figures),
        ),
    )
