"""What an adviser wrote, as JSON-ready values."""

from __future__ import annotations

from clausewatch.nouns.advice import Advice, Answer
from clausewatch.publish.finding_line import sentence_line


def advice_line(subject: str, advice: Advice | None, answer: Answer, *, cached: bool) -> dict[str, object]:
    """What may be shown and what was refused with its reasons; or why there is nothing, and what it took."""
    return {
        "subject": subject,
        "model": advice.model if advice else "",
        "title": advice.title if advice else "",
        "topics": list(advice.topics) if advice else [],
        "sentences": [sentence_line(each) for each in advice.sentences] if advice else [],
        "refused": [{"text": each.text, "reasons": list(each.reasons)} for each in advice.refused]
        if advice
        else [],
        "declined": answer.declined.value if answer.declined else "",
        "detail": answer.detail,
        "tokens": {"input": answer.spent.input_tokens, "output": answer.spent.output_tokens},
        "cached": cached,
    }
