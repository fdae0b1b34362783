"""Whether a sentence refuses a platform's act and says nothing else: told only where a narrow grammar fits the whole of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clausewatch.nouns.knowledge import QuickFactId
from clausewatch.nouns.requirement import Matter

_LEAST_SUBJECT, _MOST_SUBJECT = 1, 12
"""Words of a subject: one at least, and no more than a noun phrase without a clause of its own takes."""


@dataclass(frozen=True, slots=True)
class _Act:
    """The verbs of an act, and verbs that mean it with a purpose behind them."""

    verbs: str
    wider: str = ""
    purpose: str = ""


_TRAIN = _Act(
    verbs=r"(?:re|pre-?)?train(?:ed|ing)?|fine-tun(?:e|ed|ing)",
    wider=r"us(?:e|ed|ing)|process(?:ed|ing)?|analy[sz](?:e|ed|ing)|access(?:ed|ing)?|utili[sz](?:e|ed|ing)|employ(?:ed)?|exploit(?:ed)?",
    purpose=r"\b(?:to|for|in)(?: the)?(?: purposes? of)?(?: (?:\w+,? )?(?:\w+,? )?(?:and |or |and/or )?)? ?"
    r"(?:(?:re|pre-?)?train(?:ing)?|fine-tun(?:e|ing)|improv(?:e|ing)|develop(?:ing|ment)?|machine learning)\b",
)
_SELL = _Act(
    verbs=r"sell|sold|selling|rent(?:ed)?|leas(?:e|ed)|trad(?:e|ed)|moneti[sz](?:e|ed)|share(?:d)?|disclos(?:e|ed)|barter(?:ed)?"
)
_ANY = _Act(
    verbs=r"(?:re|pre-?)?train(?:ed|ing)?|sell|sold|rent(?:ed)?|leas(?:e|ed)|trad(?:e|ed)|shar(?:e|ed)|disclos(?:e|ed)|collect(?:ed)?"
    r"|retain(?:ed)?|stor(?:e|ed)|process(?:ed)?|us(?:e|ed)|review(?:ed)?|read|monitor(?:ed)?|transfer(?:red)?|track(?:ed)?"
    r"|own(?:ed)?|claim(?:ed)?|charg(?:e|ed)|delet(?:e|ed)|remov(?:e|ed)|suspend(?:ed)?|terminat(?:e|ed)|scan(?:ned)?|record(?:ed)?"
)

_VERB = rf"(?:{_TRAIN.verbs}|{_TRAIN.wider}|{_SELL.verbs}|{_ANY.verbs}|copy|copied|modify|publish|license[sd]?|exchange[ds]?|transfer|review|give)"
_AUX = r"(?:do|does|did|will|would|shall|is|are|was|were|has|have|can|may|must)"
_NEGATED = rf"(?:{_AUX} (?:not|never)|(?:do|does|did|would|is|are|was|were|has|have|must)n't|won't|shan't|can't|cannot|never|no longer)"
_LEADING = re.compile(
    r"^\W*(?:(?:in addition|additionally|also|importantly|likewise|for (?:the avoidance of doubt|clarity)|please note that|note that|rest assured(?: that)?),? )?",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"[\"“”„«»]|(?<!\w)['‘]|(?<=[,.])['’]")
_DEFINED = re.compile(
    r",? ?\(?\bas (?:(?:that|those|these|such) terms? (?:is|are) )?defined (?:by|under|in|within)(?: (?!(?:we|us|it|and|but|or|to|you)\b)[\w.'-]+){1,8}\)?",
    re.IGNORECASE,
)
_FOR_EVER = re.compile(r",? (?:and|or) (?:we )?never will(?=\W*$)", re.IGNORECASE)
_FIRST = re.compile(r"^we [^.;:!?]{1,80}?, (?:and|so) (?=we )", re.IGNORECASE)
_REFUSING = re.compile(
    rf"^(?P<subject>[^.;:!?,()]*?)\s?\b(?P<negated>{_NEGATED}(?:,? (?:and|or) {_NEGATED})?)"
    rf"(?: (?:ever|be|been|being))*,? (?P<verbs>{_VERB}(?:(?:, (?:or |and |nor )?| or | and | nor |/| and/or )(?:otherwise )?{_VERB})*)\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NONE_OF = re.compile(
    rf"^(?P<subject>no (?!other\b|more\b|further\b|additional\b|longer\b)[^.;:!?,()]*?) (?P<negated>is|are|will be|shall be)(?: ever)?"
    rf" (?P<verbs>{_VERB}(?:(?:, (?:or )?| or ){_VERB})*)\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)

_NO_SUBJECT = re.compile(
    rf"^(?:for|in|on|under|with|as|by|at|outside|from|to|within|during|through) |^\w+ing (?:an?|the|any|all|your|our|this|that|such)\b|\b(?:you|they|he|she|who|whom|which|that|what|how|why|if|unless|when|where|while|whether|because|since|as|although|not|never|none|nothing|nobody"
    rf"|neither|nor|and we|but|so|than|to|users|customers|members|visitors|{_AUX}|need|third[- ]part\w+|provid\w+|vendors?|partners?"
    rf"|(?:sub-?)?processors?|contractors?|advertisers?|competitors?|others?)$|\b(?:who|which|that|what|how|why|if|unless|when|where|while|whether"
    rf"|because|although|but|not|never|none|nothing|nobody|neither|nor|{_AUX}|third[- ]part(?:y|ies) (?:do|does|will))\b|\band (?:we|you)\b",
    re.IGNORECASE,
)
"""What makes the words before the negation another subject than the platform or what is its users', or a clause."""

_LIMITS = re.compile(
    r"\b(?:if|unless|except\w*|other than|apart from|save (?:for|as|where)|where\w*|when\w*|while|until|before|after|once|without|only|solely|merely|just|simply|exclusively|but|however"
    r"|although|though|instead|rather|otherwise than|by default|opt\w*|consent\w*|permission|permitted|subject to|beyond|to the extent|in the (?:absence|case|event)"
    r"|current(?:ly)?|presently|at (?:this|present)|today|yet|generally|typically|usually|normally|necessarily|always|knowingly|intentionally|directly|sometimes|primarily|mainly"
    r"|all of|alone|in (?:full|whole|bulk)|entire\w*|full[y]?|whole|complete\w*|everyone|everybody|most|much|children|minors|under (?:the age|\d)|(?:week)?days?|hours?|weeks?|months?|years?|times?|twice|as long as|so long as|provided (?:that|for|in)|described|for (?:money|payment|cash|monetary|any other|other)|in exchange|sense|even|because|since|unlike|than|used|regardless|despite|till|during"
    r"|by (?:our |the |any |its )?(?:third|vendors?|provid\w+|partners?|advertisers?|others?))\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:unless|except|other than|apart from|without (?:your|the user's|the customer's|customer's|prior|express|explicit|obtaining)\b"
    r"|only (?:if|when|where|for|with)|if you (?:opt|have opted|choose|object|disable))",
    re.IGNORECASE,
)
_UNLESS = re.compile(r"^\W*(?:unless|except|other than|apart from)\b[^.;:!?]{1,160}?, ", re.IGNORECASE)
_OF_READERS = re.compile(
    r"\b(?:you|users?|customers?) (?:(?:have|may|might|can|do|will|choose to|has) )?"
    r"(?:upload|submit|provid|enter|shar|giv|input|post|creat|stor|send|put|mak|type)\w*\b",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"\b(?:(?:we|they|which|who|that|it) |(?<!\bto )(?=(?:is|are|was|were|will|shall|may|can|might|could|would|must|has|have|had|do|does|reserves?)\b))"
    rf"(?!(?:\w+ly )?(?:{_NEGATED})\b)",
    re.IGNORECASE,
)
_JOINED = re.compile(
    rf"(?P<before>[\w-]+)\s*(?:,? and(?: then| also)?|,|&) (?:then |also )?(?P<verb>{_VERB}|{_VERB}s)\b",
    re.IGNORECASE,
)
_AS_VERB = re.compile(
    rf"(?:{_VERB}|improv\w+|develop\w*|enhanc\w+|test\w*|evaluat\w+|validat\w+|build\w*|creat\w+)",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[;:–—?!](?=\s*\w)|\.\s+(?=\w)|\s[-/]\s")


def refuses(words: str, matter: Matter | None = None) -> bool:
    """Whether the words say that the platform does not do the matter's act, and hold nothing that limits or contradicts it.

    The negation must govern a verb of the act in the first and only clause, with the platform or its users' things as the
    subject. Conditions, exceptions, a second clause that is not negated, or words like "currently" keep it from being one.
    """
    hit = _negated(words)
    if hit is None or _LIMITS.search(hit["rest"]):
        return False
    return _is_the_act(_act(matter), hit["verbs"], hit["rest"]) and _says_nothing_else(hit["rest"])


def bounded(words: str, matter: Matter | None = None) -> bool:
    """Whether the words say that the platform does the matter's act under conditions alone: the negation governs it as in
    `refuses`, and an exception stands before or behind it."""
    before = _UNLESS.match(words)
    hit = _negated(words[before.end() :] if before else words)
    if hit is None or not (before or _EXCEPT.search(hit["rest"])):
        return False
    return _is_the_act(_act(matter), hit["verbs"], hit["rest"])


def _negated(words: str) -> re.Match[str] | None:
    """The negation that governs the first clause, where the platform, or what is its users', is the subject."""
    plain = _LEADING.sub("", _DEFINED.sub("", " ".join(_QUOTES.sub("", words).split())), count=1)
    plain = _begun(_FOR_EVER.sub("", plain))
    hit = _NONE_OF.match(plain) or _REFUSING.match(plain)
    if hit is None or _LIMITS.search(hit["subject"]):
        return None
    first = re.sub(r"^no ", "", hit["subject"].strip(), flags=re.IGNORECASE)
    if not _LEAST_SUBJECT <= len(first.split()) <= _MOST_SUBJECT or _NO_SUBJECT.search(first):
        return None
    return None if re.search(rf"\b{_VERB}s?\b", _nouns(first), re.IGNORECASE) else hit


def names_act(words: str, matter: Matter) -> bool:
    """Whether the words name the matter's act at all, by its verbs or by what it is done for."""
    return any(
        re.search(rf"\b(?:{act.verbs})\b", words, re.IGNORECASE)
        or (act.purpose and re.search(act.purpose, words, re.IGNORECASE))
        for act in _act(matter)
    )


def _begun(plain: str) -> str:
    """The words without a first clause that tells of no act whatever: "We value your trust, and we do not ..."."""
    hit = _FIRST.match(plain)
    if (
        hit is None
        or _LIMITS.search(hit[0])
        or re.search(rf"\b(?:{_VERB}|{_NEGATED})(?:s|ing)?\b", hit[0], re.IGNORECASE)
    ):
        return plain
    return plain[hit.end() :]


def _nouns(subject: str) -> str:
    """The subject without what only looks like a verb of an act in it."""
    return re.sub(
        r"\b(?:your|user|customer|uploaded|stored|shared|collected|training|such|these|all|any|the) [\w-]+\b",
        "",
        subject,
        flags=re.IGNORECASE,
    )


def _act(matter: Matter | None) -> tuple[_Act, ...]:
    if matter is not None and (matter.fact is QuickFactId.TRAINING or matter.topic == "CONTENT.training"):
        return (_TRAIN,)
    if matter is not None and matter.topic == "SHARE.sale":
        return (_SELL,)
    return (_TRAIN, _SELL) if matter is None else (_TRAIN, _ANY)


def _is_the_act(acts: tuple[_Act, ...], verbs: str, rest: str) -> bool:
    return any(
        re.search(rf"\b(?:{act.verbs})\b", verbs, re.IGNORECASE)
        or (
            act.wider
            and re.search(rf"\b(?:{act.wider})\b", verbs, re.IGNORECASE)
            and re.search(act.purpose, rest, re.IGNORECASE)
        )
        for act in acts
    )


def _says_nothing_else(rest: str) -> bool:
    """Whether no clause follows that is not negated as well."""
    plain = _OF_READERS.sub("of readers", rest)
    if _BREAK.search(plain) or _PREDICATE.search(plain):
        return False
    return all(_AS_VERB.fullmatch(hit["before"]) for hit in _JOINED.finditer(plain))
