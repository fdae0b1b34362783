"""What pages say of themselves when they are not the document, in six languages: patterns by verdict, strongest first.

The phrases are those of servers, frameworks and protection services in general; they count only where little else is
on the page, so a policy may speak of errors, logins or cookies as it likes.
"""

from __future__ import annotations

import re

from clausewatch.nouns.evidence import Verdict


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


SAID: tuple[tuple[Verdict, re.Pattern[str]], ...] = (
    (
        Verdict.REGION_BLOCK,
        _any(
            r"(?:not|isn.t|unavailable|aren.t)\s+(?:yet\s+|currently\s+)?(?:available|supported|accessible)?\s*(?:in|for|from)\s+your\s+"
            r"(?:country|region|location|area|jurisdiction)",
            r"your\s+(?:country|region|location)\s+is\s+not\s+(?:yet\s+)?supported",
            r"(?:access\s+from|blocked\s+in|restricted\s+in)\s+your\s+(?:country|region|location)",
            r"(?:in\s+(?:deinem|ihrem|deiner|ihrer)\s+(?:land|region))\s+(?:noch\s+)?nicht\s+verfügbar",
            r"(?:pas|non)\s+disponible\s+dans\s+votre\s+(?:pays|région)",
            r"no\s+est[áa]\s+disponible\s+en\s+(?:tu|su)\s+(?:país|región)",
            r"(?:您所在的|你所在的)?(?:国家|地区)(?:或地区)?(?:暂)?(?:不可用|不支持|无法访问)|unavailable\s+for\s+legal\s+reasons",
        ),
    ),
    (
        Verdict.CHALLENGE,
        _any(
            r"(?:verify|confirm|prove|make\s+sure|checking\s+(?:if|that))\s+(?:that\s+)?(?:you\s+are|you.re|the\s+site\s+connection|whether\s+you)"
            r"\s+(?:a\s+|an\s+)?(?:human|not\s+a\s+(?:ro)?bot|real|secure)",
            r"checking\s+your\s+browser|just\s+a\s+moment|attention\s+required|(?:press|hold)\s+(?:and|&)\s+hold|ddos\s+protection",
            r"are\s+you\s+(?:a\s+)?(?:human|robot)|not\s+a\s+robot|needs?\s+to\s+review\s+the\s+security\s+of\s+your\s+connection",
            r"access\s+to\s+this\s+(?:web)?(?:site|page)\s+has\s+been\s+(?:blocked|denied)|security\s+(?:check|verification|challenge)",
            r"unusual\s+(?:traffic|activity)|automated\s+(?:access|requests|tools|traffic)|(?:solve|complete)\s+the\s+captcha",
            r"(?:enable|turn\s+on)\s+(?:javascript\s+and\s+cookies|cookies\s+and\s+javascript)\s+to\s+continue|\bray\s+id\b",
            r"sicherheits(?:prüfung|überprüfung)|sind\s+sie\s+ein\s+mensch|kein\s+roboter|v[ée]rification\s+de\s+s[ée]curit[ée]",
            r"verificaci[óo]n\s+de\s+seguridad|人机验证|安全验证|验证您是真人",
        ),
    ),
    (
        Verdict.MAINTENANCE,
        _any(
            r"(?:down|closed|undergoing|under|scheduled|planned|routine|currently\s+in)\s+(?:for\s+)?(?:\w+\s+)?maintenance",
            r"be\s+(?:right\s+)?back\s+(?:soon|shortly|online)|be\s+right\s+back|temporarily\s+(?:offline|down)|back\s+in\s+a\s+(?:few|moment)|offline\s+page",
            r"wartungsarbeiten|wird\s+gewartet|en\s+maintenance|maintenance\s+en\s+cours|en\s+mantenimiento|in\s+manutenzione|系统维护|维护中",
        ),
    ),
    (
        Verdict.SOFT_404,
        _any(
            r"(?:page|document|content|url|address|link|article)\s+(?:you\s+\w+\s+)?(?:\w+\s+){0,4}?(?:was\s+|is\s+|could\s+|can\s*|were\s+)?(?:be\s+)?"
            r"(?:not|n.t|no\s+longer)\s+(?:be\s+)?(?:found|exist|available\s+anymore|here)",
            r"(?:page|document|site|article)(?:\s+\w+){0,6}?\s+(?:does\s+not|doesn.t|no\s+longer)\s+exist|(?:site|page)\s+is\s+no\s+longer\s+(?:active|available)",
            r"(?:can(?:no|.)t|couldn.t|could\s+not|unable\s+to)\s+(?:seem\s+to\s+)?find\s+(?:the|that|this|what)\b|\berror\s+404\b|\b404\b[^.]{0,30}(?:not\s+found|error|page)|not\s+found\b.{0,20}\b404\b|^404$",
            r"page\s+not\s+found|seite\s+(?:wurde\s+)?(?:leider\s+)?nicht\s+gefunden|page\s+(?:introuvable|non\s+trouv[ée]e)|p[áa]gina\s+no\s+(?:encontrada|existe)",
            r"pagina\s+non\s+trovata|页面不存在|找不到(?:该)?(?:页面|网页)|looks\s+like\s+you.re\s+lost",
        ),
    ),
    (
        Verdict.ERROR,
        _any(
            r"(?:an?\s+)?(?:unexpected|application|internal|client-side|server-side|unknown|server)\s+(?:\w+\s+)?(?:error|exception)",
            r"something\s+(?:went|has\s+gone)\s+wrong|bad\s+gateway|gateway\s+time-?out|service\s+(?:temporarily\s+)?unavailable|too\s+many\s+requests",
            r"(?:we.re|we\s+are)\s+(?:having|experiencing)\s+(?:some\s+)?(?:trouble|difficult|technical|issues|problems)|error\s+(?:has\s+)?occurred|oops",
            r"(?:page|seite|site|service)\s+(?:isn.t|is\s+not|ist\s+(?:momentan|derzeit)?\s*nicht)\s+(?:currently\s+)?(?:available|verfügbar)",
            r"access\s+denied|permission\s+to\s+access|forbidden|request\s+(?:blocked|could\s+not\s+be)|\b(?:error|fehler|erreur)\s*:?\s*[45]\d\d\b|\b50[0234]\s+error",
            r"ein\s+fehler\s+ist\s+aufgetreten|etwas\s+ist\s+schief|une\s+erreur\s+(?:est\s+survenue|s.est\s+produite)|ha\s+ocurrido\s+un\s+error|出错了|服务器错误|(?:couldn.t|failed\s+to|unable\s+to)\s+load",
            r"(?:please\s+)?(?:try|come\s+back)\s+again\s+(?:later|soon|shortly|in\s+a\b)|versuchen\s+sie\s+es\s+(?:später|in)|réessay(?:er|ez)|int[ée]ntalo\s+de\s+nuevo|请稍后",
        ),
    ),
    (
        Verdict.LOGIN_WALL,
        _any(
            r"(?:please\s+|must\s+(?:be\s+)?|need\s+to\s+(?:be\s+)?|you.ll\s+need\s+to\s+)(?:log(?:ged)?|sign(?:ed)?)[\s-]?in",
            r"(?:log|sign)[\s-]?in\s+(?:to|or\s+(?:create|register|sign\s*up|join))\s+(?:\w+\s+){0,4}?(?:continue|view|see|read|access|your|account|an)",
            r"members?\s+only|forgot(?:ten)?\s+(?:your\s+)?password|bitte\s+(?:melden\s+sie\s+sich|logge?n?)|melde\s+dich\s+an|se\s+connecter\s+à|connectez-vous|inicia(?:r)?\s+sesi[óo]n|请(?:先)?登录",
        ),
    ),
    (
        Verdict.SHELL,
        _any(
            r"(?:enable|activate|turn\s+on|requires?|need)\s+(?:\w+\s+){0,3}?javascript|javascript\s+(?:is\s+)?(?:disabled|required|must)|^\W*loading\W*$",
            r"(?:should\s+be|being|will\s+be|are\s+being)\s+redirected|redirecting|javascript\s+(?:aktivieren|activer|activar)|activez\s+javascript|unsupported\s+browser|加载中",
        ),
    ),
)

FAILURES = frozenset(
    {Verdict.ERROR, Verdict.SOFT_404, Verdict.MAINTENANCE, Verdict.CHALLENGE, Verdict.REGION_BLOCK}
)
"""What part of a page may say of itself in place of its text."""


def failure_said(passage: str) -> bool:
    """Whether a short passage says that a page could not be shown. In a long one the same words may be a rule's.

    That something is not offered in a country is left out: it is a rule as often as a failure.
    """
    kinds = FAILURES - {Verdict.REGION_BLOCK}
    return any(phrase.search(passage) for verdict, phrase in SAID if verdict in kinds)


CHALLENGE_MARKUP = re.compile(
    rb"sgcaptcha|_cf_chl_opt|cf-chl|cf_chl_|px-captcha|_pxappid|captcha-delivery|datadome|"
    rb"_incapsula_resource|awswafintegration|aws-waf|geo\.captcha|kpsdk|akamai-?challenge|hcaptcha-challenge",
    re.IGNORECASE,
)

CONSENT = _any(
    r"\bcookies?\b", r"\bconsent\b", r"\bpartners?\b", r"\bpartenaires?\b", r"accept\s+all|reject\s+all|refuse\s+all", r"tout\s+accepter|tout\s+refuser",
    r"consentement", r"einwilligung", r"alle\s+(?:akzeptieren|ablehnen)", r"consentimiento", r"legitimate\s+interest", r"intérêt\s+légitime",
)  # fmt: skip

POLICY_TITLE = _any(
    r"\bterms\b", r"\bconditions\b", r"polic(?:y|ies)", r"privacy", r"\bagreement\b", r"\bguidelines?\b", r"\brules\b", r"\bstandards\b", r"\bnotice\b",
    r"\bstatement\b", r"\bimprint\b", r"\blegal\b", r"addendum", r"cookies?\b", r"\bdpa\b", r"sub-?processors?", r"\blicen[cs]e\b", r"system\s+card", r"safety", r"copyright",
    r"unterauftrag", r"sous-traitant", r"datenschutz", r"nutzungsbedingungen", r"\bagb\b", r"geschäftsbedingungen", r"impressum", r"richtlinie", r"bedingungen", r"confidentialité", r"conditions", r"mentions\s+légales",
    r"politique", r"règles", r"déclaration", r"privacidad", r"términos", r"condiciones", r"política", r"normas", r"aviso\s+legal", r"informativa", r"termini", r"voorwaarden",
    r"privacybeleid", r"隐私", r"协议", r"条款", r"政策", r"規約", r"ポリシー", r"προσωπικών", r"responsible", r"\bacceptable\b", r"\brights\b", r"\bsecurity\b", r"disclosures?",
)  # fmt: skip

_COMMON = (
    "agree agreement terms privacy policy policies personal data information liability rights third "
    "parties party consent cookies collect process processing use disclose share legal law laws must "
    "shall may prohibited violate account services service applicable damages warranty purposes users "
    "content request delete compliance rules guidelines accessibility daten verarbeitung personenbezogene "
    "personenbezogenen datenschutz recht rechte nutzung haftung dsgvo einwilligung zwecke dritte données "
    "personnelles traitement droits utilisateur conditions utilisation responsabilité confidentialité "
    "finalités rgpd datos personales tratamiento derechos usuario condiciones uso responsabilidad "
    "privacidad consentimiento términos dati personali trattamento diritti utente condizioni consenso "
    "gegevens persoonsgegevens rechten voorwaarden "
)
POLICY_WORDS = frozenset(_COMMON.split())
"""Words common in policies of any kind, in six languages."""
