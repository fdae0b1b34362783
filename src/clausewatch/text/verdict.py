"""Is this capture the document? The verdict with its reasons, from the page alone and against the last good text.

Thresholds were set on the development half of the verdict corpus (211 raw pages).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from clausewatch.nouns.document import Judgement, Page, Reading, Text
from clausewatch.nouns.evidence import Verdict
from clausewatch.text.challenges import challenge_in
from clausewatch.text.cut import cut_reason
from clausewatch.text.facts import holds_facts
from clausewatch.text.likeness import (
    Likeness,
    likeness,
    other_kind,
    policy_share,
    prose_words,
    same_title,
    words,
)
from clausewatch.text.pdf import is_pdf
from clausewatch.text.phrases import ASKS_LOGIN, CONSENT, CONSENT_SUBJECT, POLICY_TITLE, SAID, failure_in
from clausewatch.text.standing import rules_share, stands

_NO_TEXT = 12
"""Words in sentences below which no text is there."""
_LITTLE_VISIBLE = 3_000
_LITTLE_PROSE = 350
_REPLACED = 0.1
_PART_KEPT = 0.985
_PART_CHARS = 800
_NOTICE_CHARS = 200
_FORMS = (
    ("a feed", re.compile(rb"^(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:rss|feed|rdf:rdf)\b", re.IGNORECASE | re.DOTALL)),
    ("a site map", re.compile(rb"^(?:<\?xml[^>]*>\s*)?<(?:urlset|sitemapindex)\b", re.IGNORECASE)),
    ("a file that is no text", re.compile(rb"^(?:\x89PNG|GIF8|\xff\xd8\xff|PK\x03\x04|\x1f\x8b|wOF)")),
)  # fmt: skip
# A text that reads as a short policy: what it says of errors or logins counts only in a title or a line of this length.
_POLICY_WORDS = 40
_POLICY_SHARE = 0.06
_LINE = 90
_GATE = 40
"""A gate that asks for the reader's age says no more words in sentences."""
_NO_POLICY = 0.05
_MUCH = 900
_BODY = re.compile(rb"<body\b", re.IGNORECASE)
_FRAME = re.compile(rb"<(?:script|div|app|main|iframe)", re.IGNORECASE)
_FRAME_WITHIN = 200_000
# No text of so many words makes do with so few different ones: the poorest good one of the corpus has twenty times as many.
_LONG_TEXT = 300
_FEW_WORDS = 12
_UNLIKE = 0.3
_FRAGMENT = 0.1
_KNOWN = frozenset({"en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "cs", "tr", "zh", "ja"})
_HEAD = 20_000
_DESCRIPTION = re.compile(
    rb"<meta[^<>]{1,200}?description[\"'][^<>]{1,200}?content=[\"']([^\"'>]{1,400})", re.IGNORECASE
)
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
        other = any(kind in self.page.media_type for kind in ("markdown", "plain", "pdf"))
        return not (other or is_pdf(self.page))

    @property
    def titled(self) -> bool:
        """The page or its text bears the title of a policy."""
        return bool(
            POLICY_TITLE.search(self.text.title) or POLICY_TITLE.search(self.reading.signals.page_title)
        )

    @property
    def reads_as_policy(self) -> bool:
        return self.prose >= _POLICY_WORDS and self.titled and policy_share(self.text) >= _POLICY_SHARE

    @property
    def stands(self) -> bool:
        """What the text says of errors or logins is part of its rules."""
        return stands(self.text, titled=self.titled, asked=self.reading.signals.password_field)

    @property
    def familiar(self) -> bool:
        """Most of the text, or of the last good one, is the same wording."""
        like = self.like
        return like is not None and (like.kept >= 0.5 or (like.known >= 0.5 and like.length >= 0.3))


def judge(reading: Reading, page: Page, previous: Text | None = None) -> Judgement:
    """The verdict on a reading and its reasons; `previous` is the document's last good text, if there is one.

    A familiar text can only be cut or complete. An unfamiliar one is asked in this order: what the status says, what
    the page says of itself, whether anything is there, its language, its end, whether it is this document at all.
    An obstacle that the reader met settles it beforehand.
    """
    if reading.signals.obstacle is not None:
        verdict, reason = reading.signals.obstacle
        return Judgement(verdict, (reason,))
    like = likeness(reading.text, previous) if previous is not None and previous.blocks else None
    case = _Case(reading, page, previous if like else None, like, prose_words(reading.text))
    if not case.familiar:
        for ask in (_by_status, _by_form, _by_words, _by_absence, _by_sameness, _by_consent, _by_language):
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


def _by_form(case: _Case) -> Judgement | None:
    """Bytes that are no page at all: a feed, a list of addresses, a picture or file sent as a page.

    What the reader takes for a PDF was read as one.
    """
    if is_pdf(case.page):
        return None
    head = case.page.body[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    what = next((name for name, sign in _FORMS if sign.search(head)), None)
    if what is None:
        return None
    return Judgement(Verdict.OTHER_DOCUMENT, (f"{what} came in place of a page",))


def _by_words(case: _Case) -> Judgement | None:
    """What the page says of itself, when it says little else, or what its markup does in place of saying anything."""
    signals = case.reading.signals
    bare = case.prose < 60 and signals.visible_chars < 1500
    challenge = challenge_in(case.page.body) if bare and case.is_html else ""
    for verdict, phrase in SAID:
        if challenge and verdict is Verdict.MAINTENANCE:
            return Judgement(Verdict.CHALLENGE, (challenge,))
        where = _places(case)
        in_title = phrase.search(where[0])
        hit = in_title or next((found for place in where[1:] if (found := phrase.search(place))), None)
        # A policy on errors or robots has them in its title.
        plain = in_title is not None and not POLICY_TITLE.search(where[0])
        if hit and _weighs(case, verdict, in_title is not None) and (plain or not case.stands):
            return Judgement(verdict, (f"the page says “{_quoted(hit)}”",))
    if case.prose >= 150 or case.reads_as_policy:
        return None
    asks = ASKS_LOGIN.search(signals.page_title)
    if asks:
        return Judgement(Verdict.LOGIN_WALL, (f"the page is titled “{_quoted(asks)}”",))
    if signals.password_field and signals.visible_chars < _LITTLE_VISIBLE and not case.stands:
        return Judgement(Verdict.LOGIN_WALL, ("a form asks for a password and little else is there",))
    return None


def _places(case: _Case) -> tuple[str, ...]:
    """Where the page may say what it is: its title, the opening of its text, all that is on screen, its description."""
    signals = case.reading.signals
    little = signals.visible_chars < _LITTLE_VISIBLE or case.prose < _LITTLE_PROSE
    title = signals.page_title if case.prose < 1_000 else ""
    blocks = [block.of(case.text.content) for block in case.text.blocks[:12]]
    if case.reads_as_policy:
        blocks = [words for words in blocks if len(words) <= _LINE]
    opening = "\n".join(blocks)[: 1500 if little else 200] if _short(case, little) else ""
    bare = little and (case.prose < 120 or signals.recovered) and not case.reads_as_policy
    described = _DESCRIPTION.search(case.page.body[:_HEAD]) if not signals.visible_chars else None
    told = described[1].decode("utf-8", "replace") if described else ""
    return title, opening, signals.visible if bare else "", told


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
        found = failure_in(words) if len(words) < _NOTICE_CHARS else None
        if found is not None:
            verdict, hit = found
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
    if verdict is Verdict.CONSENT_WALL:
        return case.prose < _GATE
    return True


def _quoted(hit: re.Match[str]) -> str:
    return " ".join(hit[0].split())[:80]


def _by_absence(case: _Case) -> Judgement | None:
    """Nothing, or nothing but the frame of a site."""
    signals, page = case.reading.signals, case.page
    if case.prose >= _NO_TEXT:
        return None
    consent = _by_consent(case)
    if consent is not None:
        return consent
    if case.is_html and not signals.closed and len(page.body) > 4_000:
        return Judgement(Verdict.TRUNCATED, ("the markup ends before the text begins",))
    if case.titled and holds_facts(case.text):
        return None
    if signals.visible_chars == 0 and not _has_frame(page.body):
        return Judgement(Verdict.EMPTY, ("the page has no content at all",))
    if not case.is_html and not case.text.blocks:
        return Judgement(Verdict.EMPTY, ("the text is empty",))
    return Judgement(Verdict.SHELL, ("the page holds no sentence of a document, only the frame of a site",))


def _has_frame(body: bytes) -> bool:
    """Whether the page's body begins with something that a script could fill."""
    begins = _BODY.search(body)
    return begins is not None and _FRAME.search(body, begins.end(), begins.end() + _FRAME_WITHIN) is not None


def _by_consent(case: _Case) -> Judgement | None:
    signals = case.reading.signals
    visible = signals.visible
    hits = len(CONSENT.findall(visible[:6_000]))
    unlike = case.like is not None and case.like.kept < _UNLIKE and case.like.length < _UNLIKE
    dense = hits >= 4 and hits * 200 > min(len(visible), 6_000)
    # Beneath a policy's title only a dialog is one: what accepts and what refuses must stand with the text, or, where no
    # text is, anywhere. A list of vendors or partners that names neither cookies nor consent asks for nothing.
    if POLICY_TITLE.search(signals.page_title):
        asked = signals.choices_kept > 1 or (case.prose < _NO_TEXT and signals.choices > 0)
    else:
        asked = CONSENT_SUBJECT.search(visible[:6_000]) is not None
    if dense and asked and case.prose < (2_000 if unlike else 60):
        return Judgement(
            Verdict.CONSENT_WALL, ("a request for consent to cookies stands in place of the text",)
        )
    return None


def _by_sameness(case: _Case) -> Judgement | None:
    """The same few words over and over, as a broken template prints them."""
    if case.prose < _LONG_TEXT:
        return None
    said = words(case.text.content)
    if len(set(said)) >= _FEW_WORDS:
        return None
    return Judgement(Verdict.ERROR, (f"of its {len(said)} words only {len(set(said))} are different",))


def _by_language(case: _Case) -> Judgement | None:
    if case.previous is None or case.prose < 30:
        return None
    new, old = case.text.language, case.previous.language
    if new and old and new != old:
        share = policy_share(case.text) if new in _KNOWN else 1.0
        if not case.titled and share < _NO_POLICY and case.prose < _MUCH:
            return Judgement(
                Verdict.OTHER_DOCUMENT,
                (f"a text in {new}, and neither title nor wording is that of a policy",),
            )
        return Judgement(Verdict.WRONG_LANGUAGE, (f"the text is in {new}, the last good one was in {old}",))
    return None


def _by_document(case: _Case) -> Judgement | None:
    """Another document, or another page of the site, by wording, title and length."""
    like = case.like
    titled = case.titled
    share = rules_share(case.text) if case.text.language in _KNOWN else 1.0
    if like is None or case.previous is None:
        if case.prose < _MUCH and case.is_html and not titled and share < _NO_POLICY:
            return Judgement(Verdict.OTHER_DOCUMENT, ("neither title nor wording is that of a policy",))
        return None
    if like.length < _FRAGMENT and like.kept < _REPLACED and like.known >= 0.5:
        return Judgement(
            Verdict.SHELL, (f"only {like.kept:.0%} of the last good text is left, and nothing new",)
        )
    alike = max(like.known, like.kept)
    if alike < 0.05 and like.length < (0.12 if titled and case.prose >= 60 else 0.25):
        verdict = Verdict.SHELL if titled else Verdict.OTHER_DOCUMENT
        return Judgement(verdict, ("almost nothing of the last good text is left",))
    if alike < 0.1 and other_kind(case.text.title, case.previous.title):
        return Judgement(
            Verdict.OTHER_DOCUMENT, ("its title names another kind of document than the last good text's",)
        )
    if alike < 0.1 and not same_title(case.text.title, case.previous.title) and (not titled or share < 0.06):
        return Judgement(
            Verdict.OTHER_DOCUMENT, ("title and wording have little in common with the last good text",)
        )
    return None
