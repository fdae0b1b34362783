"""The words that tell what an edit bears on: data for the rules of `shifts`."""

from __future__ import annotations

import re

from clausewatch.change.clues import Clue

MODALS = frozenset(
    [
        "may",
        "must",
        "shall",
        "should",
        "will",
        "can",
        "could",
        "might",
        "would",
        "cannot",
        "can't",
        "won't",
        "mustn't",
        "required",
        "permitted",
        "allowed",
        "prohibited",
        "forbidden",
        "entitled",
        "obliged",
        "muss",
        "müssen",
        "darf",
        "dürfen",
        "soll",
        "kann",
        "können",
        "doit",
        "peut",
    ]
)
NEGATIONS = frozenset(
    [
        "not",
        "no",
        "never",
        "none",
        "neither",
        "nor",
        "cannot",
        "can't",
        "don't",
        "won't",
        "without",
        "nicht",
        "kein",
        "keine",
        "ne",
        "pas",
        "jamais",
    ]
)
# Numbers in words and their figures.
FIGURES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "eighteen": 18,
    "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "sixty": 60, "ninety": 90,
}  # fmt: skip
NUMBER_WORDS = frozenset(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "fourteen", "fifteen", "thirty", "sixty", "ninety", "hundred", "once", "twice"])  # fmt: skip
TIME_UNITS = frozenset(
    [
        "hour",
        "hours",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "minute",
        "minutes",
        "business",
        "tage",
        "tagen",
        "monate",
        "jahre",
        "jours",
        "mois",
        "ans",
        "immediately",
        "promptly",
        "soon",
        "delay",
    ]
)
PARTIES = frozenset(
    [
        "we",
        "you",
        "admin",
        "admins",
        "administrator",
        "administrators",
        "customer",
        "customers",
        "affiliates",
        "affiliate",
        "llc",
        "inc",
        "ltd",
        "gmbh",
        "limited",
        "company",
        "companies",
        "corporation",
        "opco",
        "subsidiaries",
        "partners",
        "contractor",
        "contractors",
        "licensor",
        "licensee",
        "everyone",
        "anyone",
        "users",
        "user",
    ]
)
# Words that name a currency.
CURRENCIES = frozenset(["eur", "euro", "euros", "usd", "dollar", "dollars", "gbp", "pound", "pounds", "chf", "franc", "francs", "franken", "jpy", "yen", "cny", "yuan", "rmb", "inr", "rupee", "rupees", "krw", "won", "crown", "crowns", "kronor", "sek", "nok", "dkk", "czk", "pln", "cad", "aud", "brl", "real", "cent", "cents"])  # fmt: skip
MONEY_SIGNS = frozenset("$€£¥₹")
LIMITS = frozenset(
    [
        "only",
        "unless",
        "except",
        "if",
        "provided",
        "solely",
        "exclusively",
        "where",
        "subject",
        "until",
        "limited",
        "reasonable",
        "reasonably",
        "unauthorized",
        "unauthorised",
        "undue",
        "save",
        "written",
        "extent",
        "nur",
        "sofern",
        "uniquement",
        "sauf",
    ]
)
# What turns a word into its opposite where it is put before it ("lawful", "unlawful").
NEGATING = ("un", "in", "im", "ir", "il", "non", "dis")
# Words of which each says the opposite of the other.
_OPPOSITES = (
    ("before", "after"), ("under", "over"), ("above", "below"), ("inside", "outside"), ("within", "outside"),
    ("public", "private"), ("least", "most"), ("minimum", "maximum"), ("include", "exclude"), ("includes", "excludes"),
    ("included", "excluded"), ("including", "excluding"), ("nothing", "everything"), ("nothing", "something"),
    ("accept", "reject"), ("allow", "forbid"), ("increase", "decrease"), ("more", "less"), ("earlier", "later"),
    ("disclaim", "claim"), ("am", "pm"), ("<", ">"), ("≤", "≥"), ("with", "without"), ("opt-in", "opt-out"),
)  # fmt: skip
OPPOSITES = frozenset(pair for one, other in _OPPOSITES for pair in ((one, other), (other, one)))
# Limits where they came or went alone; elsewhere they are part of an idiom ("at our sole discretion").
LONE_LIMITS = frozenset(["sole", "exclusive"])
# After these stands a place, where one of the words before says that something is or is done there.
WHERE = frozenset(["in", "within", "inside", "outside", "from"])
BEING = frozenset(["stored", "located", "hosted", "processed", "performed", "based", "established", "incorporated", "organised", "organized", "resident", "reside", "resides", "live", "lives", "servers", "kept", "held", "transferred", "provided", "delivered"])  # fmt: skip
# Words that begin a qualification of what stands before them.
QUALIFYING = frozenset(["in", "at", "for", "under", "within", "through", "by", "from", "to", "during", "after", "before", "when", "while", "with", "caused", "arising", "relating", "concerning", "regarding", "related", "that", "which", "who", "as", "without"])  # fmt: skip

FUNCTION_WORDS = frozenset(["the", "and", "for", "with", "that", "this", "these", "those", "from", "into", "onto", "upon", "our", "ours", "your", "yours", "you", "their", "theirs", "its", "his", "her", "they", "them", "who", "whom", "whose", "which", "what", "when", "where", "while", "are", "was", "were", "been", "being", "have", "has", "had", "not", "nor", "but", "can", "could", "may", "might", "must", "shall", "should", "will", "would", "such", "any", "all", "each", "every", "other", "others", "than", "then", "also", "only", "more", "most", "some", "about", "under", "over", "per", "via", "including", "include", "includes", "included", "without", "within", "between", "because", "through", "during", "there", "here", "how", "whether", "der", "die", "das", "und", "mit", "von", "für", "auf", "ist", "sind", "den", "dem", "des", "ein", "eine", "einer", "oder", "nicht", "wir", "sie", "ihre", "unsere", "les", "des", "une", "pour", "par", "dans", "sur", "est", "sont", "nous", "vous", "qui", "que", "aux", "avec", "notre", "nos", "votre", "vos"])  # fmt: skip

# What a sentence about earlier versions does when it rules: "this agreement supersedes all prior agreements".
RULING = frozenset(["supersede", "supersedes", "superseded", "replace", "replaces", "replaced", "apply", "applies", "applied", "govern", "governs", "governed", "prevail", "prevails", "remain", "remains", "continue", "continues", "bind", "binds", "bound", "cancel", "cancels", "end", "ends", "terminate", "terminates", "terminated", "control", "controls", "survive", "survives", "override", "overrides", "amend", "amends", "amended", "incorporate", "incorporates", "incorporated", "ersetzt", "ersetzen", "gilt", "gelten", "remplace", "remplacent", "régissent"])  # fmt: skip
# Verbs that make a few words a sentence.
FINITE = frozenset(["is", "are", "was", "were", "be", "has", "have", "had", "do", "does", "did", "applies", "apply", "ist", "sind", "wird", "werden", "gilt", "gelten", "est", "sont", "es", "son"])  # fmt: skip

DATA = Clue(r"\b(?:data|information|voice|photos?|images?|videos?|audio|location|biometric\w*|recordings?|chats?|content|files?|prompts?|inputs?|outputs?|conversations?|device|cookies?|contacts?|age|health|face|identifiers?|e-?mail address(?:es)?)\b")  # fmt: skip
COLLECT = Clue(r"\b(?:collect|process|receive|gather|obtain|store|retain|record|personal data|personal information|cookies?)\w*\b")  # fmt: skip
PURPOSE = Clue(r"\b(?:purposes?|in order to|to (?:improve|train|develop|provide|personali[sz]e|market|advertise|analy[sz]e|conduct|protect)|for (?:research|marketing|advertising|analytics|training))\b")  # fmt: skip
RECIPIENT = Clue(r"\b(?:sub-?processors?|third[- ]part(?:y|ies)|partners?|vendors?|service providers?|shar(?:e|ed|ing)|disclos\w+|recipients?|transfer\w*|receives?|law enforcement|advertisers?|hosting provider)\b")  # fmt: skip
LISTING = Clue(r"\b(?:sub-?processors?|cookies?|partners?|vendors?|recipients?|third[- ]part(?:y|ies)|providers?|trackers?)\b")  # fmt: skip
CONTACT = Clue(r"@|\bwww\.|https?:|\b(?:contact(?:ed)?|e-?mail|address|telephone|phone|(?:web)?form|write to|report(?:s|ing)?|representative|complaints?|links?|helpline)\b")  # fmt: skip
VENUE = Clue(r"\b(?:courts?|venue|county|jurisdiction|governing law|governed by|arbitrat\w+|tribunal)\b")
# A clause that says who the parties are or with whom one contracts.
PARTY = Clue(r"\b(?:contracting (?:party|entity)|parties|entity|(?:agreement|contract(?:ing)?|relationship) (?:is )?(?:with|between)|between you and|(?:operated|offered|provided|run) by|controller|registered (?:in|at|office|under)|vertragspartner|verantwortlicher?|responsable du traitement)\b")  # fmt: skip
# A printed address: of mail, of a host.
PRINTED_ADDRESS = Clue(r"@|\b[a-z][\w-]*(?:\.[\w-]+)*\.[a-z]{2,12}\b")
TRAINING = Clue(r"\btrain(?:s|ed|ing)?\b(?=.{0,60}\b(?:models?|ai|algorithms?|systems?|technolog|data|content)\b)|\b(?:models?|content|data|outputs?|conversations?)\b.{0,60}\btrain(?:s|ed|ing)?\b|\bdevelop\w* .{0,40}\bmodels?\b")  # fmt: skip
RETENTION = Clue(
    r"\b(?:retain(?:s|ed)?|retention|delet(?:e|es|ed|ion)|kept|keep|keeps|stored?|erase[ds]?|de-identif)\b",
)
MONEY = Clue(
    r"[$€£¥₹]|\b(?:eur|usd|gbp|fees?|prices?|refund\w*|charged?|charges|payments?|credits|balance|costs?|liability)\b",
)
ACCOUNT = Clue(r"\b(?:terminat\w+|suspend\w*|suspension|ban|disable|clos(?:e|es|ing) (?:your|the|an?) account|end (?:a|your|the) (?:free )?account)\b")  # fmt: skip
RIGHTS = Clue(r"\b(?:opt[- ]?out|opt(?:ing)? out|right to|right of|your rights?|object(?:ion)?|withdraw\w*|appeal|arbitrat\w+|class action|jury|law enforcement|warrant|consent|sell|sold)\b")  # fmt: skip
COMPETE = Clue(r"\bcompet(?:e|es|ing|itive)\b")
ANSWERABLE = Clue(r"\b(?:you are (?:solely |fully )?responsible|liable|indemnif\w+|hold harmless)\b")  # fmt: skip
# A clause that says what a document or a rule covers.
COVERS = Clue(r"\b(?:appl(?:y|ies) to|governs?|covers?|as defined in|within the scope|includes?|collectively|together)\b")  # fmt: skip
# Whole manners of use, so that a ban of them reaches very many users.
BROAD = Clue(r"\b(?:commercial(?:ly)? (?:use|purposes?|exploit\w*)|for commercial|personal (?:use|\w+, |\w+ and )|automated (?:means|access|decisions?|or )|non-commercial)\b")  # fmt: skip
EXCLUSIVE = frozenset(["only", "solely", "exclusively", "nur", "uniquement"])
HANDLING = frozenset(["view", "access", "export", "delete", "retain", "share", "sell", "monitor", "read", "copy", "review", "disclose", "transfer"])  # fmt: skip
ADVICE = Clue(r"\b(?:we (?:recommend|suggest|encourage|advise)|you (?:may|might) (?:wish|want) to|(?:it is|we'd) (?:recommended|advis)|may be at risk|please (?:be aware|note))\b")  # fmt: skip
CONTROL = Clue(r"\bcontrol(?:s|led)?\b")
ANSWERS = Clue(r"\b(?:responsible|liable|liability|assign(?:ed|s|ment|able)?|novat\w+|on (?:your|our|its) behalf|representative|prevail|third[- ]party beneficiar\w+|agent)\b")  # fmt: skip
DEFINES = re.compile(r"[“\"][^”\"]{2,60}[”\"]\s*(?:means?|refers?|includes?|shall mean|is|are)\b|\((?:collectively|together|referred to as|the|each,? an?|(?:together )?referred to as)?,?\s*[“\"]|\bmeans (?:that|the|an?|any|all|each|those|either|your|our)\b|\b(?:refers to|is defined as)\b|^\W*[A-Z][\w’'-]*(?: [\w’'-]+){0,3} (?:is|are) (?:an?|the|small|any) ", re.MULTILINE)  # fmt: skip
REFERENCE = Clue(r"^(?:as )?(?:defined|described|set out|set forth|mentioned|referred|specified) |\b(?:for example|for instance|see section)\b|^(?:see|e g)\b")  # fmt: skip
DATING = Clue(r"^\W*(?:[\w’' ]{0,60}\b)?(?:effective|updated|revised|in force|take[s]? effect)\b[^.]{0,40}(?:\d{4}|\bdate\b)[^.]{0,30}\.?\W*$")  # fmt: skip

POINTER = Clue(r"^\W*(?:(?:to )?(?:learn|read|find out|see) more\b|for (?:more|further|additional) (?:information|details)\b|(?:please )?(?:see|refer to|read|review|visit)\b|please (?:make sure|ensure) (?:that )?you (?:re-?)?(?:read|view|review)\b|you (?:can|may) (?:also )?(?:learn|find|read|view)\b|you (?:may|might) (?:wish|want) to (?:\w+ )?(?:refer|consult|read|see|check)\b)")  # fmt: skip
ANNOUNCEMENT = Clue(r"^\W*we(?:'ve|'re| have| are)? (?:also )?(?:recently )?(?:updat(?:ed|ing)|clarif(?:ied|ying)|revis(?:ed|ing)|simplif(?:ied|ying)|reorgani[sz](?:ed|ing)|add(?:ed|ing)|includ(?:ed|ing)|chang(?:ed|ing)|remov(?:ed|ing)|mov(?:ed|ing)|renam(?:ed|ing))\b")  # fmt: skip
ACTIVITY = Clue(r"^\W*(?:\w+ly )?\w+ing\b")
CONDUCT_RULES = re.compile(
    r"acceptable-use|usage-polic|prohibited|conduct|community-(?:guidelines|rules|standards)"
)
