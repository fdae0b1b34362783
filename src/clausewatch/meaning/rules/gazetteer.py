"""Names of laws, places, recipients and sectors, as closed lists: data for `references`."""

from __future__ import annotations

import re
from collections.abc import Callable

from clausewatch.meaning.sieve import Sieve

# Each law under the name it is shown by, with other forms of it.
_LAW_FORMS = {
    "GDPR": "GDPR|General Data Protection Regulation|EU GDPR",
    "UK GDPR": "UK GDPR",
    "EU AI Act": "EU AI Act|AI Act|Artificial Intelligence Act",
    "Digital Services Act": "Digital Services Act|DSA",
    "Digital Markets Act": "Digital Markets Act|DMA",
    "ePrivacy Directive": "ePrivacy Directive",
    "European Accessibility Act": "European Accessibility Act|EAA",
    "CCPA": "CCPA|California Consumer Privacy Act",
    "CPRA": "CPRA|California Privacy Rights Act",
    "COPPA": "COPPA|Children's Online Privacy Protection Act",
    "HIPAA": "HIPAA|Health Insurance Portability and Accountability Act(?: of 1996)?",
    "FERPA": "FERPA|Family Educational Rights and Privacy Act",
    "DMCA": "DMCA|Digital Millennium Copyright Act",
    "FCRA": "FCRA|Fair Credit Reporting Act",
    "LGPD": "LGPD",
    "PIPEDA": "PIPEDA",
    "PIPL": "PIPL|Personal Information Protection Law",
    "PCI DSS": "PCI[ -]DSS",
    "ITAR": "ITAR|International Traffic in Arms Regulations",
    "EAR": "Export Administration Regulations",
    "Federal Arbitration Act": "Federal Arbitration Act|FAA",
    "CLOUD Act": "CLOUD Act",
    "Swiss FADP": "FADP|nFADP|Swiss Data Protection Act",
}
_LAW_VALUE = [(re.compile(rf"(?:{forms})"), name) for name, forms in _LAW_FORMS.items()]
_law_words = Sieve(
    rf"(?<![\w-])(?:{'|'.join(sorted((form for forms in _LAW_FORMS.values() for form in forms.split('|')), key=len, reverse=True))})(?![\w-])"
)


def _law(words: str) -> str:
    plain = " ".join(words.split())
    return next((name for pattern, name in _LAW_VALUE if pattern.fullmatch(plain)), plain)


LAWS: tuple[Sieve, Callable[[str], str]] = (_law_words, _law)

_COUNTRIES = (
    "European Economic Area|EEA|European Union|EU|United Kingdom|UK|Great Britain|England and Wales|England|Scotland|Northern Ireland|Ireland|United States|U\\.S\\.A\\.|USA|U\\.S\\.|US|Canada|Mexico|Brazil|Argentina|Chile|"
    "Colombia|France|Germany|Austria|Switzerland|Italy|Spain|Portugal|Netherlands|Belgium|Luxembourg|Denmark|Sweden|Norway|Finland|Iceland|Poland|Czech Republic|Greece|Hungary|Romania|Bulgaria|Croatia|"
    "Slovenia|Slovakia|Estonia|Latvia|Lithuania|Malta|Cyprus|Turkey|Israel|India|Japan|Korea|South Korea|China|Hong Kong|Taiwan|Singapore|Malaysia|Indonesia|Thailand|Vietnam|Philippines|Australia|"
    "New Zealand|South Africa|Nigeria|Kenya|Egypt|United Arab Emirates|Saudi Arabia|Russia|Ukraine|Belarus|Iran|Cuba|Syria|North Korea|Crimea|Liechtenstein"
)
_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|"
    "Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|"
    "South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|Quebec|Ontario"
)
_CITIES = "San Francisco|Santa Clara|Los Angeles|Seattle|Dublin|London|Paris|Berlin|Munich|Zurich|Geneva|Brussels|Amsterdam|Madrid|Stockholm|Helsinki|Beijing|Shanghai|Hangzhou|Shenzhen|Tokyo|Seoul|Sydney|Toronto|Montreal|Tel Aviv|Dubai|Wilmington|King County"
PLACES = Sieve(rf"(?<![\w-])(?:{_COUNTRIES}|{_STATES}|{_CITIES})(?: County)?(?![\w-])")

_LAW_HEAD = re.compile(r"\b(Act|Regulations?|Directive|Convention|Code|Rules?)\b")
_BEFORE_NO_HEAD = re.compile(r"\b(?:to|and|or|the)$", re.IGNORECASE)
# Programs and games are called code and rules as well; what such a name must hold to be a law's.
_OF_LAW = re.compile(
    r"\b(?:Federal|Civil|Criminal|Penal|Commercial|Consumers?|Labou?r|Employment|Tax|Revenue|Family|Insurance|Bankruptcy|Procedure|Evidence|"
    r"Professions|Communications|Commerce|Government|Corporations?|Companies|Copyright|Insolvency|Protection|Telecommunications|Election|"
    r"HIPAA|COPPA|FTC|SEC|U\.S|German|French|Italian|Spanish|Belgian|Dutch|Austrian|Swiss|Portuguese|Polish|Irish|British|English|"
    r"European|Danish|Swedish|Finnish|Greek|Indian|Japanese|Korean|Chinese|Brazilian|Canadian|Australian|Turkish)\b"
)
_CITED = re.compile(r",? ?(?:§|\(?[Ss]ec(?:tion|\.)|[Aa]rt(?:icle|\.)|\d{4}\b)")
# "Laws and Regulations" names none, and a party's rules and conventions are its own.
_ANY_LAW = re.compile(
    r"(?:(?:Any|All|Our|Your|Its|This|Such|Each|Other|Applicable|Relevant|Specific|General|Additional|Local|Laws?|Rules?|Regulations?|Directives?|Codes?|"
    r"Statutes?|Acts?|Orders?|and|or|of|the|The) ?)+"
)
_OWN_RULES = re.compile(
    r"\b(?:Code of (?:Business )?(?:Conduct|Ethics|Practice)|Community|House|Source|Arbitration Rules)\b"
)


def is_law(name: str, after: str) -> bool:
    """Whether a capitalised name that ends in Act, Code or the like is a law's. `after` are the letters that follow it.

    Acts, regulations, directives and conventions of a name are; codes and rules are where the name has a country's or a
    legal matter's word, or is cited by section or year.
    """
    head = _LAW_HEAD.search(name)
    if head is None or not name[: head.start()].strip():
        return False
    if (
        _ANY_LAW.fullmatch(name)
        or _OWN_RULES.search(name)
        or _BEFORE_NO_HEAD.search(name[: head.start()].strip())
    ):
        return False
    if head[1] not in {"Code", "Rule", "Rules"}:
        return True
    return bool(_OF_LAW.search(name) or PLACES.search(name) or _CITED.match(name[head.end() :] + after))


RECIPIENTS = Sieve(
    r"\b(?:(?:third[- ]party )?(?:service providers|vendors|contractors|subprocessors|sub-processors|processors|subcontractors)|(?:corporate |our |its )?affiliates|affiliated (?:companies|entities)|subsidiaries|parent company|"
    r"(?:business|advertising|marketing|analytics|research|commercial|integrated|trusted) partners|advertisers|ad networks|data brokers|law enforcement(?: authorities| agencies| officials)?|government(?:al)? (?:authorities|agencies|bodies|entities)|"
    r"public authorities|regulators|courts|professional advis[eo]rs|auditors|payment (?:processors|providers)|successors?(?: or affiliates?)?|(?:an )?acquirers?|other users|administrators?|search (?:engines|providers)|"
    r"hosting providers|cloud providers|third parties|employers?)\b",
    re.IGNORECASE,
)

_SECTOR_FORMS = {
    "healthcare": r"health ?care|medical (?:advice|diagnosis|devices?|care|decisions)|clinical|pharmaceuticals?",
    "finance": r"financial (?:services|advice|planning|guidance|institutions?)|banking|lending|credit (?:scoring|decisions|eligibility)|investment advice|payday loans?",
    "insurance": r"insurance|insurers?",
    "employment": r"employment|recruit(?:ing|ment)|hiring decisions?|human resources",
    "housing": r"housing|tenants?",
    "education": r"education(?:al)?|academic|schools?|universit(?:y|ies)",
    "legal services": r"legal (?:advice|services)|law firms?",
    "defence": r"military|warfare|defen[cs]e (?:industry|contractors?)|battlefield|national security",
    "weapons": r"weapons?|firearms|explosives|munitions",
    "law enforcement": r"law enforcement|polic(?:e|ing)|criminal justice|parole|sentencing",
    "critical infrastructure": r"critical infrastructure|power grids?|water (?:supply|treatment)",
    "transport": r"transportation|aviation|air traffic|autonomous vehicles",
    "gambling": r"gambling|betting|casinos?|lotter(?:y|ies)",
    "adult": r"pornograph(?:y|ic)|adult (?:content|industry|entertainment)|escort services?",
    "politics": r"political campaign(?:s|ing)?|lobbying|elections?|campaign targeting",
    "crypto assets": r"crypto(?:currenc(?:y|ies)|[- ]assets?)|digital currenc(?:y|ies)",
    "nuclear": r"nuclear",
    "immigration": r"immigration|asylum|border control",
    "social benefits": r"social (?:welfare|benefits)|public assistance",
}
_SECTOR_VALUE = [(re.compile(rf"(?:{forms})", re.IGNORECASE), name) for name, forms in _SECTOR_FORMS.items()]
_sector_words = Sieve(rf"\b(?:{'|'.join(_SECTOR_FORMS.values())})\b", re.IGNORECASE)


def _sector(words: str) -> str:
    return next(name for pattern, name in _SECTOR_VALUE if pattern.fullmatch(words))


SECTORS: tuple[Sieve, Callable[[str], str]] = (_sector_words, _sector)
