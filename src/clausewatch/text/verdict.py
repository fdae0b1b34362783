"""Is this capture the document? The verdict with its reasons, from the page alone and against the last good text.

Thresholds were set on the development half of the verdict corpus (211 raw pages).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from clausewatch.nouns.document import Judgement, Page, Reading, Text
from clausewatch.nouns.evidence import Verdict
from clausewatch.text.cut import cut_reason
from clausewatch.text.likeness import Likeness, likeness, policy_share, prose_words, same_title
from clausewatch.text.phrases import CHALLENGE_MARKUP, CONSENT, POLICY_TITLE, SAID

_LITTLE_VISIBLE = 3_000
_LITTLE_PROSE = 350
_REPLACED = 0.1
_PART_KEPT = 0.985
_PART_CHARS = 800
_FAILURES = frozenset(
    {Verdict.ERROR, Verdict.SOFT_404, Verdict.MAINTENANCE, Verdict.CHALLENGE, Verdict.REGION_BLOCK}
)
_UNLIKE = 0.3
_FRAME = re.compile(rb"<(?:script|div|app|main|iframe)")
_FRAME_WITHIN = 200_000
_FRAGMENT = 0.1
_STATUS = {401: Verdict.LOGIN_WALL, 404: Verdict.SOFT_404, 410: Verdict.SOFT_404, 451: Verdict.REGION_BLOCK}


@dataclass(frozen=True, slots=True)
class _Case:
    """What is weighed: the reading, the page, the last good text and how alike both are."""

    reading: Reading
    page: Page
    previous: Text | None
    like: Likeness | None
    prose: int

    @property
    def text(self) -> Text:
        return self.reading.text

    @property
    def is_html(self) -> bool:
        return "markdown" not in self.page.media_type and "plain" not in self.page.media_type

    @property
    def familiar(self) -> bool:
        """Most of the text, or of the last good one, is the same wording."""
        like = self.like
        return like is not None and (like.kept >= 0.5 or (like.known >= 0.5 and like.length >= 0.3))


def judge(reading: Reading, page: Page, previous: Text | None = None) -> Judgement:
    """The verdict on a reading and its reasons; `previous` is the document's last good text, if there is one.

    A familiar text can only be cut or complete. An unfamiliar one is asked in this order: what the status says, what
    the page says of itself, whether anything is there, its language, its end, whether it is this document at all.
    """
    like = likeness(reading.text, previous) if previous is not None and previous.blocks else None
    case = _Case(reading, page, previous if like else None, like, prose_words(reading.text))
    if not case.familiar:
        for ask in (_by_status, _by_words, _by_absence, _by_consent, _by_language):
            found = ask(case)
            if found is not None:
                return found
    stand_in = _by_part(case)
    if stand_in is not None:
        return stand_in
    cut = cut_reason(reading, page, case.previous)
    if cut:
        return Judgement(Verdict.TRUNCATED, (cut,))
    other = None if case.familiar else _by_document(case)
    return other or Judgement(Verdict.OK, (_praise(case),))


def _praise(case: _Case) -> str:
    if case.like is not None:
        return f"{case.like.kept:.0%} of the last good text stands in it"
    return f"a text of {case.prose} words in sentences"


def _by_status(case: _Case) -> Judgement | None:
    status = case.page.status
    if status is None or status < 400:
        return None
    said = _by_words(case)
    if said is not None:
        return said
    verdict = _STATUS.get(status, Verdict.ERROR)
    return Judgement(verdict, (f"the server answered with status {status}",))


def _by_words(case: _Case) -> Judgement | None:
    """What the page says of itself, when it says little else."""
    signals = case.reading.signals
    little = signals.visible_chars < _LITTLE_VISIBLE or case.prose < _LITTLE_PROSE
    opening = " ".join(block.of(case.text.content) for block in case.text.blocks[:12])[:1500]
    short_text = case.prose < 120 or signals.recovered
    for verdict, phrase in SAID:
        in_title = phrase.search(signals.page_title) if case.prose < 1_000 else None
        in_text = phrase.search(opening if little else opening[:200]) if _short(case, little) else None
        in_page = phrase.search(signals.visible) if little and short_text else None
        hit = in_title or in_text or in_page
        if hit and _weighs(case, verdict, in_title is not None):
            return Judgement(verdict, (f"the page says “{_quoted(hit)}”",))
    if case.prose < 60 and CHALLENGE_MARKUP.search(case.page.body[:200_000]) and signals.visible_chars < 1500:
        return Judgement(Verdict.CHALLENGE, ("a protection service's challenge stands in place of the page",))
    if signals.password_field and case.prose < 150 and signals.visible_chars < _LITTLE_VISIBLE:
        return Judgement(Verdict.LOGIN_WALL, ("a form asks for a password and little else is there",))
    return None


def _by_part(case: _Case) -> Judgement | None:
    """A page of several parts, one of which failed: much is gone, and a short new block says why."""
    like, previous = case.like, case.previous
    if like is None or previous is None or like.kept > _PART_KEPT or not case.familiar:
        return None
    if (1 - like.kept) * len(previous.content) < _PART_CHARS:
        return None
    old = {block.of(previous.content) for block in previous.blocks}
    new = [words for block in case.text.blocks if (words := block.of(case.text.content)) not in old]
    if sum(map(len, new)) > _PART_CHARS:
        return None
    for words in new:
        for verdict, phrase in SAID:
            hit = phrase.search(words) if len(words) < 200 and verdict in _FAILURES else None
            if hit:
                return Judgement(
                    verdict, (f"part of the text is gone, and in its place stands “{_quoted(hit)}”",)
                )
    return None


def _short(case: _Case, little: bool) -> bool:
    """Little prose; or not much, with hardly a word of the last good text in it."""
    replaced = case.like is not None and case.like.kept < _REPLACED
    return (little and case.prose < _LITTLE_PROSE) or (replaced and case.prose < 3 * _LITTLE_PROSE)


def _weighs(case: _Case, verdict: Verdict, in_title: bool) -> bool:
    """Log-in words and script warnings are common around good texts: they count only where no text is."""
    if verdict is Verdict.SHELL:
        return case.prose < 40
    if verdict is Verdict.LOGIN_WALL:
        return in_title or case.prose < 60 or (case.reading.signals.password_field and case.prose < 150)
    return True


def _quoted(hit: re.Match[str]) -> str:
    return " ".join(hit[0].split())[:80]


def _by_absence(case: _Case) -> Judgement | None:
    """Nothing, or nothing but the frame of a site."""
    signals, page = case.reading.signals, case.page
    if case.prose >= 12:
        return None
    consent = _by_consent(case)
    if consent is not None:
        return consent
    if case.is_html and not signals.closed and len(page.body) > 4_000:
        return Judgement(Verdict.TRUNCATED, ("the markup ends before the text begins",))
    if signals.visible_chars == 0 and not _has_frame(page.body):
        return Judgement(Verdict.EMPTY, ("the page has no content at all",))
    if not case.is_html and not case.text.blocks:
        return Judgement(Verdict.EMPTY, ("the text is empty",))
    return Judgement(Verdict.SHELL, ("the page holds no sentence of a document, only the frame of a site",))


def _has_frame(body: bytes) -> bool:
    """True when a tag that content is put into follows a body tag within 200,000 bytes; each byte is looked at once or twice."""
    lower = body.lower()
    at = lower.find(b"<body")
    while at >= 0 and (start := lower.find(b">", at) + 1):
        found = _FRAME.search(lower, start)
        if found is None or found.start() - start <= _FRAME_WITHIN:
            return found is not None
        at = lower.rfind(b"<body", start, found.start())
        if at < 0:
            at = lower.find(b"<body", found.end())
    return False


def _by_consent(case: _Case) -> Judgement | None:
    visible = case.reading.signals.visible
    hits = len(CONSENT.findall(visible[:6_000]))
    unlike = case.like is not None and case.like.kept < _UNLIKE and case.like.length < _UNLIKE
    dense = hits >= 4 and hits * 200 > min(len(visible), 6_000)
    named = POLICY_TITLE.search(case.reading.signals.page_title) is not None
    if dense and case.prose < (2_000 if unlike else 60) and (not named or case.prose < 30):
        return Judgement(
            Verdict.CONSENT_WALL, ("a request for consent to cookies stands in place of the text",)
        )
    return None


def _by_language(case: _Case) -> Judgement | None:
    if case.previous is None or case.prose < 30:
        return None
    new, old = case.text.language, case.previous.language
    if new and old and new != old:
        return Judgement(Verdict.WRONG_LANGUAGE, (f"the text is in {new}, the last good one was in {old}",))
    return None


def _by_document(case: _Case) -> Judgement | None:
    """Another document, or another page of the site, by wording, title and length."""
    like, signals = case.like, case.reading.signals
    titled = bool(POLICY_TITLE.search(case.text.title) or POLICY_TITLE.search(signals.page_title))
    share = policy_share(case.text) if case.text.language in {"en", "de", "fr", "es", "it", "nl"} else 1.0
    if like is None or case.previous is None:
        if case.prose < 900 and case.is_html and not titled and share < 0.05:
            return Judgement(Verdict.OTHER_DOCUMENT, ("neither title nor wording is that of a policy",))
        return None
    if like.length < _FRAGMENT and like.kept < _REPLACED and like.known >= 0.5:
        return Judgement(
            Verdict.SHELL, (f"only {like.kept:.0%} of the last good text is left, and nothing new",)
        )
    alike = max(like.known, like.kept)
    if alike < 0.05 and like.length < 0.25 and (not titled or case.prose < 60):
        verdict = Verdict.SHELL if titled else Verdict.OTHER_DOCUMENT
        return Judgement(verdict, ("almost nothing of the last good text is left",))
    if alike < 0.1 and not same_title(case.text.title, case.previous.title) and (not titled or share < 0.06):
        return Judgement(
            Verdict.OTHER_DOCUMENT, ("title and wording have little in common with the last good text",)
        )
    return None
