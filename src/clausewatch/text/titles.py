"""Headings that name a whole document, and which kind of document a title names."""

from __future__ import annotations

import re

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile("|".join(words), re.IGNORECASE))
    for kind, words in (
        ("privacy", (r"\bprivacy\b", r"\bdata\s+(?:protection|policy)\b", "datenschutz", "datenrichtlinie", "confidentialité",
                     "données", "privacidad", "riservatezza", "privacyverklaring", "隐私", "プライバシー")),
        ("cookies", (r"\bcookies?\b", r"\btrack(?:ers?|ing)\b", "cookie-")),
        ("processing", (r"\b(?:data\s+)?process(?:ing|or)\b", "auftragsverarbeitung")),
        ("use", (r"\b(?:acceptable|prohibited|fair)\s+us(?:e|age)\b", r"\busage\s+polic", r"\bcontent\s+polic")),
        ("community", (r"\bcommunity\b", "gemeinschaftsrichtlinien", r"\bcode\s+of\s+conduct\b")),
        ("copyright", (r"\bcopyright\b", r"\bDMCA\b", r"\bintellectual\s+property\b", r"\btrademarks?\b", "urheberrecht")),
        ("developer", (r"\b(?:developers?|API|plugins?)\b",)),
        ("money", (r"\b(?:refund|return|cancellation|billing|payment)s?\b", "widerruf", "remboursement")),
        ("imprint", (r"\bimprint\b", "impressum", r"mentions\s+légales", r"aviso\s+legal", r"\blegal\s+notice\b")),
        ("security", (r"\bsecurity\b", r"\bvulnerability\b")),
        ("accessibility", (r"\baccessibility\b", "barrierefrei", "accessibilité")),
        ("terms", (r"\bterms\b", r"\bconditions\b", "nutzungsbedingungen", "geschäftsbedingungen", r"\bAGB\b", "términos",
                   "condiciones", "termini", "condizioni", "voorwaarden", r"\b(?:user|licen[cs]e|service)\s+agreement\b",
                   r"\bEULA\b", "服务条款", "用户协议", "利用規約")),
    )
)  # fmt: skip
_NOUN = re.compile(
    r"(?:polic(?:y|ies)|statement|notice|agreement|addendum|terms|conditions|guidelines|standards|licen[cs]e|imprint|disclaimer|"
    r"terms\s+of\s+\w+|code\s+of\s+conduct|\w*erklärung|\w*richtlinien?|\w*bedingungen|\w*hinweise?|\w*belehrung|datenschutz|impressum|AGB|"
    r"politique\b.*|conditions\b.*|mentions\s+légales|charte\b.*|política\b.*|términos\b.*|condiciones\b.*|aviso\b.*|informativa\b.*|termini\b.*|"
    r"privacyverklaring|\w*voorwaarden|政策|条款|协议|声明|規約|ポリシー)(?:\s+(?:for|of|von|der|für|de|van)\s+.{1,40})?",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"^(?:this|these|our|your|other|any|all|additional|related|the|updat\w+|chang\w+|modif\w+|amend\w+|revis\w+|accept\w+|scope|applica\w+|about|contact|"
    r"how|what|why|when|where|who|which|does|do|is|are|will|can|table|version|defin\w+|introduc\w+|summary|overview|links?|third[\s-]part\w+|part|annex|"
    r"exhibit|schedule|section|article|diese\w*|unsere?\w*|änderung\w*|ces|cette|nos|notre|modifica\w+|cambios|\(?[\dIVXivx]+[.)\s]|\(?[a-zA-Z][.)])|[?？:]|"
    r"\b(?:this|these|we|you|us|our|your)\b",
    re.IGNORECASE,
)
MOST_TITLE_WORDS = 8
_SAYS_THIS = r"(?:this|these|the\s+present|diese[rnsm]?|die\s+vorliegende|la\s+présente|les\s+présentes|cette|ces|esta|este|estos|estas|questa|queste|deze|本)\s*"


def kinds_of(title: str) -> frozenset[str]:
    """Which kinds of document a title names: none for "Legal", two for "Privacy and Cookie Statement"."""
    found = {kind for kind, words in _KINDS if words.search(title)}
    # "Cookie terms" are no terms of service: the more telling word counts.
    return frozenset(found - {"terms"} if len(found) > 1 else found)


def titles_document(heading: str) -> bool:
    """True when a heading reads as the title of a whole document: of a known kind, short, without number or "this"."""
    if len(heading.split()) > MOST_TITLE_WORDS or _NO_TITLE.search(heading) or not kinds_of(heading):
        return False
    return any(found.end() == len(heading) for found in _NOUN.finditer(heading))


def names_itself(opening: str, title: str) -> bool:
    """True when the opening of a text calls itself by its title: "this Cookie Policy"."""
    words = title.split()
    tails = (" ".join(words[at:]) for at in range(max(0, len(words) - 3), len(words)))
    return any(
        re.search(_SAYS_THIS + re.escape(tail), opening, re.IGNORECASE)
        for tail in tails
        if kinds_of(tail) or tail is title
    )
