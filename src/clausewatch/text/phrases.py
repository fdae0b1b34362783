"""What pages say of themselves when they are not the document: patterns by verdict, strongest first.

The wording is that of servers, frameworks and protection services in general (`refusals`, `failings`); it counts only
where little else is on the page, so a policy may speak of errors, logins or cookies as it likes.
"""

from __future__ import annotations

import re

from clausewatch.nouns.evidence import Verdict
from clausewatch.text.failings import ERROR, MAINTENANCE, MISSING, PLACEHOLDER, SHELL
from clausewatch.text.refusals import AGE, CHALLENGE, LOGIN, LOGIN_TITLE, REGION, Family

_UNPARTED = frozenset({"zh", "ja", "ko"})
FAMILIES: tuple[tuple[Verdict, Family], ...] = (
    (Verdict.REGION_BLOCK, REGION),
    (Verdict.CHALLENGE, CHALLENGE),
    (Verdict.MAINTENANCE, MAINTENANCE),
    (Verdict.OTHER_DOCUMENT, PLACEHOLDER),
    (Verdict.SOFT_404, MISSING),
    (Verdict.ERROR, ERROR),
    (Verdict.LOGIN_WALL, LOGIN),
    (Verdict.CONSENT_WALL, AGE),
    (Verdict.SHELL, SHELL),
)


def compiled(families: tuple[tuple[Verdict, Family], ...]) -> tuple[tuple[Verdict, re.Pattern[str]], ...]:
    """One pattern for each verdict over all its languages, in the same order."""
    return tuple((verdict, _any(*_bounded(family))) for verdict, family in families)


def _bounded(family: Family) -> tuple[str, ...]:
    """Patterns that begin at a word's beginning, in the languages that part words."""
    return tuple(
        pattern if language in _UNPARTED else rf"(?<!\w)(?:{pattern})"
        for language, patterns in family.items()
        for pattern in patterns
    )


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE | re.MULTILINE)


SAID = compiled(FAMILIES)
ASKS_LOGIN = compiled(((Verdict.LOGIN_WALL, LOGIN_TITLE),))[0][1]
FAILURES = frozenset({Verdict.ERROR, Verdict.SOFT_404, Verdict.MAINTENANCE, Verdict.CHALLENGE})
"""What part of a page may say of itself in place of its text."""


_OFFER = re.compile(
    r"\b(?:services?|products?|accounts?|features?|applications?|dienst\w*|konto|produk?t\w*|servicios?|servizio|serviço|compte|cuenta)\b",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"\b(?:pages?|site|website|content|document|url|seite|inhalt|página|pagina|contenu|contenido|contenuto)\b",
    re.IGNORECASE,
)
_NOTICE_WORDS = 3


def failure_in(passage: str) -> tuple[Verdict, re.Match[str]] | None:
    """What a short passage says of a page that could not be shown. In a long one the same words may be a rule's.

    Two things are left out, because they are rules as often as failures: that something is not offered in a country, and
    that a service, product or account came to its end or is not available.
    """
    for verdict, phrase in SAID:
        hit = phrase.search(passage) if verdict in FAILURES else None
        if hit and not (
            _OFFER.search(hit[0]) and not _PAGE.search(hit[0]) and len(passage.split()) > _NOTICE_WORDS
        ):
            return verdict, hit
    return None


def failure_said(passage: str) -> bool:
    """Whether `failure_in` finds something."""
    return failure_in(passage) is not None


CONSENT = _any(
    r"\bcookies?\b", r"\bconsent\b", r"\bpartners?\b", r"\bpartenaires?\b", r"accept\s+all|reject\s+all|refuse\s+all", r"tout\s+accepter|tout\s+refuser",
    r"consentement", r"einwilligung", r"alle\s+(?:akzeptieren|ablehnen)", r"consentimiento", r"legitimate\s+interest", r"intérêt\s+légitime",
    r"\bconsenso\b", r"accetta\s+tutt[io]|rifiuta\s+tutt[io]", r"aceptar\s+tod[ao]s|rechazar\s+tod[ao]s", r"aceitar\s+tod[ao]s|rejeitar\s+tod[ao]s", r"\btoestemming\b",
    r"alles?\s+(?:accepteren|weigeren)", r"\bzgod[ayę]\b", r"(?:zaakceptuj|odrzuć)\s+wszystk\w+", r"berechtigtes\s+interesse", r"\bpartner(?:n|i|es)?\b", r"同意する", r"クッキー",
    r"接受(?:所有|全部)|拒绝(?:所有|全部)", r"すべて(?:許可|受け入れ|拒否)", r"\bvendors?\b",
)  # fmt: skip

CONSENT_SUBJECT = _any(
    r"\bcookies?\b",
    r"\bconsent",
    r"consentement",
    r"einwilligung|zustimmung",
    r"consentimiento",
    r"\bconsenso\b",
    r"\btoestemming\b",
    r"\bzgod[ayę]\b",
    r"legitimate\s+interest|intérêt\s+légitime|berechtigtes\s+interesse",
    r"クッキー|同意",
    r"accept\s+all|tout\s+accepter|alle\s+akzeptieren|aceptar\s+tod[ao]s|accetta\s+tutt[io]|aceitar\s+tod[ao]s|接受",
)
"""Of the same, what a request for consent never does without."""

POLICY_TITLE = _any(
    r"\bterms\b", r"\bconditions\b", r"polic(?:y|ies)", r"privacy", r"\bagreement\b", r"\bguidelines?\b", r"\brules\b", r"\bstandards\b", r"\bnotice\b",
    r"\bstatement\b", r"\bimprint\b", r"\blegal\b", r"addendum", r"cookies?\b", r"\bdpa\b", r"sub-?processors?", r"\blicen[cs]e\b", r"system\s+card", r"safety", r"copyright",
    r"unterauftrag", r"sous-traitant", r"datenschutz", r"nutzungsbedingungen", r"\bagb\b", r"geschäftsbedingungen", r"impressum", r"richtlinie", r"bedingungen", r"confidentialité", r"conditions", r"mentions\s+légales",
    r"politique", r"règles", r"déclaration", r"privacidad", r"términos", r"condiciones", r"política", r"normas", r"aviso\s+legal", r"informativa", r"termini", r"voorwaarden",
    r"privacybeleid", r"隐私", r"协议", r"条款", r"政策", r"規約", r"ポリシー", r"προσωπικών", r"responsible", r"villkor", r"integritet", r"vilkår", r"podmínky", r"koşul", r"gizlilik", r"regulamin", r"prywatności", r"privacidade", r"\btermos\b", r"プライバシー", r"クッキー", r"약관|정책|개인정보", r"услови|политик|соглашени|конфиденциальн", r"\bacceptable\b", r"\brights\b", r"\bsecurity\b", r"disclosures?",
    r"model\s+card", r"\bannex(?:e|es)?\b", r"\bappendix\b", r"\bmeasures\b", r"\btransparency\b", r"\b(?:supported|available|eligible)\s+(?:countries|regions|territories|locations)",
    r"\banlage\b", r"\banhang\b", r"maßnahmen", r"\bannexe\b", r"\banexo\b", r"\ballegato\b", r"\bbijlage\b", r"όροι|πολιτική|απορρήτου", r"شروط|سياسة|خصوصية|اتفاقية", r"תנאי|מדיניות|פרטיות",
    r"शर्तें|नीति|गोपनीयता", r"ข้อกำหนด|นโยบาย|ความเป็นส่วนตัว", r"käyttöehdot|tietosuoja", r"feltételek|adatvédel|szabályzat", r"\btermeni\b|confidențialitate", r"умови|політика|конфіденційн", r"điều\s+khoản|chính\s+sách", r"ketentuan|kebijakan",
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
    "gegevens persoonsgegevens rechten voorwaarden verwerking toestemming aansprakelijkheid gebruiker wettelijke "
    "dados pessoais tratamento direitos usuário utilizador condições uso responsabilidade privacidade "
    "vertrag vertrags nutzer nutzern nutzers kunde kunden gesetzlich gesetzlichen gesetz gemäß verpflichtet berechtigt zustimmung "
    "bedingungen nutzungsbedingungen inhalte inhalten datenschutzerklärung verantwortlich verantwortliche rechtsgrundlage "
    "vereinbarung anspruch ansprüche kündigung kündigen personenbezogene dürfen darf müssen verstoß verstöße untersagt gemeinschaftsstandards "
    "contenu contenus compte doit loi légales obligations contrat interdit interdits prestataire présentes client responsable "
    "règles autoriser violation contenido contenidos cuenta debe ley obligaciones contrato prohibido cliente terceros "
    "contenuti conto legge obblighi contratto vietato cliente terzi account overeenkomst verplicht wet inhoud "
    "personuppgifter uppgifter behandling behandlar villkor villkoren integritet användare rättigheter lagen avtal samtycke ansvar "
    "personoplysninger oplysninger vilkår behandler rettigheder brugere samtykke aftale ansvar lovgivning "
    "údajů osobních zpracování podmínky práva uživatel souhlas smlouvy odpovědnost zákona "
    "kişisel verilerin işleme koşulları haklar kullanıcı sözleşme sorumluluk gizlilik rıza kanun "
    "danych osobowych przetwarzania prawa użytkownik użytkownika warunki odpowiedzialność prywatności umowy zgody "
)
POLICY_WORDS = frozenset(_COMMON.split())
"""Words common in policies of any kind, in twelve languages."""

POLICY_TERMS = _any(
    r"隐私|隱私|个人信息|個人資料|个人数据|個人情報|条款|條款|协议|協議|规约|規約|政策|用户|用戶|使用者|利用者|法律|责任|責任|同意|权利|權利|処理|收集|服务|服務",
)
"""Terms common in policies in Chinese and Japanese, where words are not parted."""

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("privacy", _any(r"privacy", r"datenschutz", r"confidentialité", r"privacidad", r"données\s+personnelles", r"datos\s+personales", r"privacidade", r"prywatności", r"隐私|隱私|プライバシー|個人情報")),
    ("terms", _any(r"\bterms\b", r"\bconditions\b", r"\bagreement\b", r"\beula\b", r"\bagb\b", r"\w*bedingungen\b", r"\bcg[uv]\b", r"términos", r"condiciones", r"termini", r"voorwaarden", r"\btermos\b", r"regulamin", r"条款|條款|协议|協議|規約")),
    ("cookies", _any(r"cookies?", r"trackers?", r"クッキー")),
    ("conduct", _any(r"guidelines?", r"acceptable\s+use", r"\bconduct\b", r"richtlinien?\b", r"\bnormas\b", r"ガイドライン|准则|準則")),
    ("imprint", _any(r"\bimprint\b", r"impressum", r"mentions\s+légales", r"aviso\s+legal", r"legal\s+notice")),
)  # fmt: skip
"""Which kind of document a title names, for titles that name one."""
