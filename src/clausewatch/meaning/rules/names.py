"""Who is named in a statement: every name of a party is replaced by one word that stands for it, so that rules read alike."""

from __future__ import annotations

import re
from functools import lru_cache
from string import ascii_letters, ascii_lowercase

from clausewatch.nouns.finding import Asked, Party

PLATFORM, YOU, CUSTOMER, DEVELOPER, USER, THIRD, BOTH = (
    "zplat",
    "zyou",
    "zcust",
    "zdev",
    "zuser",
    "zthird",
    "zboth",
)
MARKS = {
    PLATFORM: Party.PLATFORM,
    CUSTOMER: Party.CUSTOMER,
    DEVELOPER: Party.DEVELOPER,
    USER: Party.USER,
    THIRD: Party.THIRD_PARTY,
    BOTH: Party.BOTH,
}
_OF_PARTY = {party: mark for mark, party in MARKS.items()} | {Party.NONE: ""}

_FLAT = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "\u00a0": " ",
        "‑": "-",
        "\t": " ",
        "\n": " ",
        "–": "-",
        "—": "-",
    }
)
# The words every policy uses for its parties. Which of them a document redefines, its alias table says.
_GENERAL = {
    "we": PLATFORM, "us": PLATFORM, "our company": PLATFORM, "the company": PLATFORM, "the provider": PLATFORM,
    "the owner": PLATFORM, "the processor": PLATFORM, "processor": PLATFORM, "the licensor": PLATFORM, "licensor": PLATFORM, "the supplier": PLATFORM,
    "service provider": PLATFORM, "vendor": PLATFORM, "data processor": PLATFORM, "i": YOU,
    "you": YOU, "your organization": CUSTOMER, "your organisation": CUSTOMER, "your company": CUSTOMER,
    "customer": CUSTOMER, "the customer": CUSTOMER, "customers": CUSTOMER, "subscriber": CUSTOMER, "client": CUSTOMER,
    "the controller": CUSTOMER, "controller": CUSTOMER, "data controller": CUSTOMER, "data exporter": CUSTOMER,
    "data importer": PLATFORM, "administrators": CUSTOMER, "administrator": CUSTOMER, "admins": CUSTOMER, "the licensee": YOU, "licensee": YOU,
    "developer": DEVELOPER, "developers": DEVELOPER, "operators": DEVELOPER, "operator": DEVELOPER, "deployers": DEVELOPER,
    "deployer": DEVELOPER, "builders": DEVELOPER, "integrators": DEVELOPER, "publishers": DEVELOPER,
    "your app": DEVELOPER, "apps": DEVELOPER, "your apps": DEVELOPER, "your application": DEVELOPER, "your applications": DEVELOPER,
    "user": USER, "users": USER, "the user": USER, "end user": USER, "end users": USER, "end-users": USER, "consumer": USER,
    "consumers": USER, "members": USER, "member": USER, "individuals": USER, "creators": USER, "visitors": USER,
    "hosts": USER, "guests": USER, "teachers": USER, "students": USER, "pupils": USER, "parents": USER, "guardians": USER,
    "buyers": USER, "drivers": USER, "riders": USER, "players": USER, "viewers": USER, "participants": USER, "travellers": USER,
    "travelers": USER, "contributors": USER, "moderators": USER, "subscribers": USER, "cardholders": USER,
    "data subjects": USER, "anyone": USER, "no one": USER, "nobody": USER, "account holders": USER, "residents": USER,
    "each party": BOTH, "either party": BOTH, "neither party": f"neither {BOTH}", "both parties": BOTH, "the parties": BOTH,
    "parties": BOTH, "recipient": BOTH, "the receiving party": BOTH, "receiving party": BOTH, "you and us": BOTH,
    "you and we": BOTH, "we and you": BOTH, "you or we": BOTH, "both you and we": BOTH, "claimants": BOTH,
    "researchers": THIRD, "requesters": THIRD, "law enforcement agencies": THIRD, "law enforcement officials": THIRD,
    "law enforcement": THIRD, "government agencies": THIRD, "rightsholders": THIRD, "complainants": THIRD,
    "rights holders": THIRD, "copyright owners": THIRD, "copyright holders": THIRD, "a copyright owner": THIRD, "the copyright owner": THIRD,
    "copyright owner": THIRD, "copyright holder": THIRD, "the copyright holder": THIRD,
    "third parties": THIRD, "third party": THIRD, "merchants": THIRD, "sellers": THIRD, "advertisers": THIRD,
}  # fmt: skip
# Roles that a contract names with a capital, as its own party ("Merchant shall", "the School must").
_CONTRACT_ROLES = frozenset(
    [
        "merchant",
        "seller",
        "advertiser",
        "buyer",
        "purchaser",
        "partner",
        "reseller",
        "distributor",
        "organisation",
        "organization",
        "school",
        "institution",
        "employer",
        "agency",
        "client",
        "subscriber",
    ]
)
_COMPANY = re.compile(
    r"(?<![\w'-])(?<!our )(?<!your )(?<!the )(?<!a )(?<!an )(?<!any )(?<!each )(?<!affiliated )company\b(?![\w-]| (?:data|content|materials|name|account|number|law|information)\b)"
)
_BETWEEN_BUSINESSES = re.compile(
    r"\bapi\b|\bdevelopers?\b|\bcommercial\b|\bbusiness\b|\bprocess(?:or|ing)\b|\benterprise\b|\bcustomer\b|\bmerchant|\bpartner"
)
# What a document is named after is the party it addresses: "merchants" of a merchant agreement are no outsiders.
_NAMED_AFTER = re.compile(r"\b(merchant|seller|advertiser|partner|reseller|vendor|school)s?\b")
# A name of a company or product stands before a verb; these capitalised words before a verb are things.
_THINGS = frozenset(
    [
        "service",
        "services",
        "terms",
        "agreement",
        "output",
        "outputs",
        "input",
        "inputs",
        "content",
        "data",
        "app",
        "apps",
        "software",
        "product",
        "products",
        "policy",
        "policies",
        "privacy",
        "personal",
        "information",
        "party",
        "third",
        "section",
        "account",
        "accounts",
        "fees",
        "fee",
        "subscription",
        "subscriptions",
        "subscribers",
        "feature",
        "features",
        "materials",
        "actions",
        "action",
        "tasks",
        "this",
        "that",
        "these",
        "those",
        "it",
        "they",
        "there",
        "he",
        "she",
        "any",
        "all",
        "some",
        "such",
        "each",
        "other",
        "another",
        "similar",
        "further",
        "additional",
        "certain",
        "many",
        "no",
        "if",
        "when",
        "where",
        "such",
        "your",
        "our",
        "the",
        "a",
        "an",
        "what",
        "beta",
        "order",
        "laws",
        "law",
        "class",
        "disputes",
        "dispute",
        "claims",
        "claim",
        "venue",
        "user",
        "users",
        "end",
        "business",
        "affiliate",
        "affiliates",
        "model",
        "models",
        "documentation",
        "addendum",
        "dpa",
        "sccs",
        "subprocessor",
        "subprocessors",
        "trial",
        "credits",
        "credit",
        "licence",
        "license",
        "use",
        "access",
        "responses",
        "response",
        "creations",
        "prompt",
        "prompts",
        "code",
        "tools",
        "platform",
        "website",
        "site",
        "confidential",
        "transaction",
        "cookies",
        "posting",
        "changes",
        "change",
        "for",
        "in",
        "on",
        "by",
        "to",
        "as",
        "please",
        "except",
        "however",
        "note",
        "failure",
        "closure",
        "termination",
        "payment",
        "payments",
        "notice",
        "arbitration",
        "indemnification",
        "feedback",
        "self-harm",
        "content",
        "materials",
        "instructional",
        "mcp",
        "california",
        "irish",
        "english",
        "delaware",
        "french",
        "german",
        "european",
        "court",
        "courts",
        "children",
        "minors",
        "parents",
        "products",
        "serving",
        "not",
        "and",
        "or",
        "but",
        "more",
        "most",
        "which",
        "who",
        "whose",
        "i",
        "we",
        "you",
        "us",
        "data",
        "processing",
        "protection",
        "security",
        "measures",
        "appendix",
        "schedule",
        "exhibit",
        "annex",
    ]
)
_PROPER = re.compile(
    r"(?<![\w'-])(?P<name>(?:[A-Z][\w.&-]*\w|[a-z]{1,2}[A-Z][\w.&-]*)(?: (?:[A-Z][\w.&-]*\w|of))*)(?='s (?:sole )?(?:discretion|opinion|judgment)"
    r"|(?:,? (?:and|or) (?:its|their|our) [a-z, ]{3,40})?(?: (?:[a-z]{3,14}ly|also|then))? (?:(?:may|might|can|could|will|shall|must)(?! (?:also |only |not |never )?be (?!entitled|permitted|allowed|required|oblig|deemed|excused|relieved|released|bound|exempted)[a-z]+(?:ed|[oa]wn|en|ept)\b)|reserves?|has (?:the|no|sole)|is (?:entitled|not|under)|nevertheless|furthermore|assumes?|accepts?|limits?|does|do|is not|has not|has no|agrees?|"
    r"warrants?|disclaims?|makes|grants?|collects?|uses?|shares?|provides?|retains?|receives?|obtains?|processes|discloses?|stores?|"
    r"believes?|determines?|reasonably|commits|gives?|utilizes|removes|maintains|employs|sells?|transfers?|encrypts)\b)"
)
_CONTRACTIONS = (
    (re.compile(r"\bcan't\b"), "cannot"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\b(\w+)n't\b"), r"\1 not"),
    (re.compile(r"\b(we|you|they|it)'ll\b"), r"\1 will"),
    (re.compile(r"\b(we|you|they)'re\b"), r"\1 are"),
    (re.compile(r"\b(we|you|they)'ve\b"), r"\1 have"),
)
# "OpenAI Ireland (we)" and "Acme's safety team" are the platform, named once.
# In a text that does not shout, "US" is the country.
_COUNTRY = re.compile(r"\bUS\b|\bU\.S\.(?:A\.)?")
_REPEATED = re.compile(r"\b(z[a-z]+)(?: \1)+\b")
_PAIR = re.compile(
    r"\b(?:zyou|zcust),? (?:and|or) zplat\b(?! (?:and|or) )(?=[^.;,]{0,20} (?:agree|consent|waive|each|both|can|may|will|shall|must|hereby)\b)"
)
# "The parties that set these cookies" are no parties of the contract.
_SOME_PARTIES = re.compile(rf"\b{BOTH} (?=(?:that|who|which|with whom)\b)")
_ARTICLE = re.compile(r"\bthe (?=z(?:plat|cust|dev|user|third)\b(?!'))")
_ADMINS = re.compile(
    rf"\b(?:(?:school|workspace|account|organi[sz]ation|team|site|tenant|it|company|group) )+{CUSTOMER}\b(?= (?:is|are|may|can|must|shall|will|should|ha))"
)
_SUFFIX = re.compile(
    rf"\b{PLATFORM}(?:,? (?:oy|ab|gmbh|sas|bv|b\.v\.|ag|plc|corp\.?|limited|pbc|pty|s\.?r\.?l\.?|s\.a\.|nv|a/s|aps|inc\.?|llc|ltd\.?|labs|technologies|group))+(?![\w-])"
)
_STAFF = re.compile(r"\b(?:zplat's|our) (?:[a-z]+ ){0,3}?(?:teams?|staff|personnel|employees)\b")

# A first word of three letters is a name where it is written small, as names of packages and tools are; else an article or so.
_LEAST_NAME = 3

_SMALL = ascii_lowercase.encode()
_NO_LETTERS = bytes(set(range(128)) - set(ascii_letters.encode()))


def flat(text: str) -> str:
    """The text with plain quotes, dashes and spaces, character for character: offsets stay true."""
    return text.translate(_FLAT)


def mark_of(party: Party) -> str:
    return _OF_PARTY[party]


def marked(text: str, asked: Asked) -> str:
    """The text in lower case with each name of a party replaced by its mark ("zplat may not ...")."""
    words = flat(text)
    if not _shouts(words):
        words = _PROPER.sub(lambda found: _stands_for(found["name"], asked), words)
        words = _COUNTRY.sub("United States", words)
    pattern, names = _pattern(asked.platform, asked.company, asked.aliases)
    words = pattern.sub(lambda found: names[found[0]], _addressed(_spelled_out(words.lower()), asked))
    words = _SUFFIX.sub(PLATFORM, _ADMINS.sub(CUSTOMER, _ARTICLE.sub("", words)))
    words = _SOME_PARTIES.sub("others ", words)
    return _PAIR.sub(BOTH, _REPEATED.sub(r"\1", _STAFF.sub(PLATFORM, words)))


def _spelled_out(words: str) -> str:
    """Contractions in full, so that a rule for "will not" holds for "won't"."""
    for pattern, full in _CONTRACTIONS if "'" in words else ():
        words = pattern.sub(full, words)
    return words


def _shouts(words: str) -> bool:
    head = words[:400]
    if not head.isascii():
        return sum(map(str.isupper, head)) > 0.6 * sum(map(str.isalpha, head))
    letters = head.encode().translate(None, _NO_LETTERS)
    return len(letters.translate(None, _SMALL)) > 0.6 * len(letters)


def _addressed(words: str, asked: Asked) -> str:
    """The words with the role that the document is named after marked as its reader."""
    title = f"{asked.document_type} {' '.join(asked.path[:1])}".lower()
    if "company" in words and not any(alias == "company" for alias, _ in asked.aliases):
        # Contracts between businesses call their customer so, terms for everybody their provider.
        mark = CUSTOMER if _BETWEEN_BUSINESSES.search(f"{asked.platform.lower()} {title}") else PLATFORM
        words = _COMPANY.sub(mark, words)
    below = " ".join(asked.path[1:]).lower()
    named = {found[1]: USER for found in _NAMED_AFTER.finditer(below)}
    for role, mark in (named | {found[1]: CUSTOMER for found in _NAMED_AFTER.finditer(title)}).items():
        words = re.sub(
            rf"\b(?:the |each |any |all )?{role}s?\b(?!['-]| (?:agreement|terms|account|polic))", mark, words
        )
    return words


def _stands_for(name: str, asked: Asked) -> str:
    """The mark of a name before a verb; the name itself where lists or the document tell of it later, or it is a thing's."""
    low = name.lower().removeprefix("the ")
    if low in _CONTRACT_ROLES and not any(low == alias for alias, _ in asked.aliases):
        return CUSTOMER
    if _known(name, asked):
        return name
    # A single plural that is not the platform's name is a noun at the head of its sentence ("Templates may", "Teachers can").
    if asked.platform and re.fullmatch(r"[A-Z][a-z]+[^s\W]s", name):
        return name
    return PLATFORM


def _known(name: str, asked: Asked) -> bool:
    """Whether the name is a thing's, or a party's whom the list of names or the document's own tells."""
    low = name.lower()
    return (
        low in _GENERAL
        or low == "company"
        or any(low == alias for alias, _ in asked.aliases)
        or any(part in _THINGS for part in low.removesuffix(" us").split())
    )


def _short(name: str) -> str:
    """A name's first word where it stands for the whole ("Acme" for "Acme Cloud Services")."""
    first = name.partition(" ")[0]
    return first if len(first) > _LEAST_NAME or (first.islower() and len(first) == _LEAST_NAME) else name


@lru_cache(maxsize=64)
def _pattern(
    platform: str, company: str, aliases: tuple[tuple[str, Party], ...]
) -> tuple[re.Pattern[str], dict[str, str]]:
    names = dict(_GENERAL)
    for name in (platform, company):
        for form in (name, _short(name)):
            if form and form.lower() not in _THINGS:
                names.setdefault(flat(form).lower(), PLATFORM)
    for role in [name for name, mark in _GENERAL.items() if mark == USER and name.endswith("s")]:
        for word in ("the", "a", "an", "each", "every"):
            names.setdefault(f"{word} {role[:-1]}", USER)
    names |= {name: mark_of(party) for name, party in aliases if party in _OF_PARTY and mark_of(party)}
    longest = sorted(names, key=lambda name: (-len(name), name))
    joined = "|".join(re.escape(name) for name in longest)
    return re.compile(
        rf"(?<![\w'-])(?:{joined})(?![\w-])(?:(?<=\bwe)|(?<=\byou)|(?! (?:data|content|personal|personnel|experience|interface|agreement|claim|application|account|offering|infrastructure|name|behaviou?r|instruction|support|id|capacity|basis)\b))"
    ), names
