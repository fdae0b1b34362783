"""Whether a short policy stands on the page and only speaks of what a page may also say of itself.

A service level agreement names maintenance, a copyright policy pages that were removed, an account policy logging in. Such
words tell of the page itself where they are nearly all of a sentence, or where that sentence apologises, asks for patience
or speaks of now; within a rule they do not.
"""

from __future__ import annotations

import re

from clausewatch.nouns.document import BlockKind, Text
from clausewatch.nouns.evidence import Verdict
from clausewatch.text.counting import word_count
from clausewatch.text.facts import holds_facts
from clausewatch.text.likeness import policy_share, prose_words, words
from clausewatch.text.phrases import POLICY_TERMS, POLICY_TITLE, POLICY_WORDS, SAID
from clausewatch.text.pruned import keep_blocks

# Set on the development half of the verdict corpus and on pages of our own (`tests/text/test_verdict_short.py`).
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")
_NEARLY_ALL = 0.75
_LEAST_PROSE = 12
_LEAST_LEFT = 8
_SHARE = 0.06
_LISTED = 80
_TITLES = 3
_MOST_CHARS = 20_000
# What notices of failure and log-in pages say as well.
_NO_SIGN = frozenset(
    {"account", "content", "must", "may", "request", "service", "services", "use", "users", "using", "terms", "privacy", "policy"}
)  # fmt: skip
_TO_GO_ON = re.compile(
    r"\bto\s+(?:continue|proceed|view|see|read|access|go\s+on)\b|\bum\s+(?:fortzufahren|weiter)|\bpour\s+(?:continuer|accéder|voir|lire)|"
    r"\bpara\s+(?:continuar|ver|acceder|acessar|leer|ler)\b|\bper\s+(?:continuare|vedere|leggere|accedere)\b|\bom\s+(?:door|verder)|\baby\s+(?:kontynuować|zobaczyć)|"
    r"för\s+att\s+(?:se|fortsätta|läsa)|继续|繼續|查看|続行|続ける|계속|чтобы\s+(?:продолжить|увидеть)",
    re.IGNORECASE,
)
_OF_ADDRESS = re.compile(
    r"\byou(?:.re|\s+are|\s+were)?\s+(?:looking\s+for|(?:just\s+)?typed|followed|searched\s+for)\b|(?:gesuchte|angeforderte|aufgerufene)\w*\s+(?:seite|dokument|inhalt)|"
    r"(?:vous|tu)\s+(?:re)?cherche[zs]|(?:page|document)\s+demandée?|página\s+que\s+(?:buscas?|solicit\w+|procura)|pagina\s+(?:che\s+(?:cercavi|stai\s+cercando)|richiesta)|"
    r"pagina\s+die\s+je\s+zoekt|szukasz|お探しの|您(?:要|所)?(?:访问|查找|请求)的|찾으시는|запрашиваем\w+\s+страниц|σελίδα\s+που\s+ζητήσατε|الصفحة\s+التي\s+(?:طلبت|تبحث)",
    re.IGNORECASE,
)
"""What only a page speaks of that stands at the address of another: what its reader was after."""
_OF_NOW = re.compile(
    r"\b(?:sorry|apolog\w+|unfortunately|please|currently|temporarily|right\s+now|oops|later|soon|shortly|moment|entschuldig\w+|leider|bitte|derzeit|"
    r"gerade|vorübergehend|später|désolés?|veuillez|malheureusement|actuellement|plus\s+tard|lo\s+sentimos|por\s+favor|lamentablemente|más\s+tarde|"
    r"spiacenti|purtroppo|desculpe|infelizmente|helaas|momenteel|later|przepraszamy|niestety|proszę|tyvärr|vänligen|desværre|beklager|venligst|valitettavasti|pahoittelemme|sajnos|sajnáljuk|kérjük|bohužel|omlouváme|prosíme|"
    r"üzgünüz|maalesef|lütfen|ne\s+pare\s+rău|δυστυχώς|συγγνώμη|λυπούμαστε|παρακαλούμε|αργότερα|نعتذر|عذرا|عذرًا|للأسف|يرجى|الآن|حاليًا|حاليا|قريبًا|קרוב|סליחה|מצטערים|לצערנו|на\s+жаль)\b|抱歉|对不起|對不起|请|請|稍后|稍後|申し訳|ください|죄송|извините|пожалуйста",
    re.IGNORECASE,
)


def stands(text: Text, *, titled: bool, asked: bool = False) -> bool:
    """True when what the text says of errors, logins or checks is part of its rules.

    `titled`: it bears a policy's title; `asked`: the page asks for a password. Of a text of more than 20,000 characters
    that need not be asked: False. Without such a title only a long list of facts is believed, and no sentence may speak of
    the page itself.
    """
    if len(text.content) > _MOST_CHARS or (not titled and _listed(text) < _LISTED):
        return False
    rules, plain = [], False
    for sentence in _sentences(text):
        kinds = [(verdict, hit) for verdict, phrase in SAID for hit in phrase.finditer(sentence)]
        if not kinds:
            rules.append(sentence)
        else:
            plain = plain or _of_itself(sentence, kinds, asked=asked)
    if not titled:
        return not plain
    if prose_words(text) < _LEAST_PROSE and not holds_facts(text):
        return False
    return not plain or _rules(rules)


def _sentences(text: Text) -> list[str]:
    """The sentences beneath the title; headings of sections tell nothing of the page, only lines at the top do."""
    found: list[str] = []
    for number, block in enumerate(text.blocks):
        content = block.of(text.content)
        heading = block.kind is BlockKind.HEADING
        if heading and (number >= _TITLES or block.level > 1 or POLICY_TITLE.search(content)):
            continue
        found += [part.strip() for part in _SENTENCE.split(content) if part.strip()]
    return found


def _of_itself(sentence: str, said: list[tuple[Verdict, re.Match[str]]], *, asked: bool) -> bool:
    if all(verdict is Verdict.LOGIN_WALL for verdict, _ in said) and not asked:
        # Where nothing asks for a password, a call to log in says what for: to go on here.
        return _TO_GO_ON.search(sentence) is not None or _OF_NOW.search(sentence) is not None
    if _OF_ADDRESS.search(sentence):
        return True
    covered = {at for _, hit in said for at in range(hit.start(), hit.end())}
    letters = [at for at, sign in enumerate(sentence) if sign.isalnum()]
    if sum(at in covered for at in letters) >= _NEARLY_ALL * len(letters):
        return True
    checks = all(verdict is Verdict.CHALLENGE for verdict, _ in said)
    return (_TO_GO_ON if checks else _OF_NOW).search(sentence) is not None


def _rules(sentences: list[str]) -> bool:
    """Whether the sentences that say nothing of the kind read as those of a policy by themselves."""
    left = "\n".join(each for each in sentences if word_count(each) >= _LEAST_LEFT)
    tokens = words(left)
    if len(tokens) < _LEAST_LEFT:
        return False
    if POLICY_TERMS.search(left):
        return True
    signs = [token for token in tokens if token in POLICY_WORDS and token not in _NO_SIGN]
    return len(set(signs)) >= 2 and len(signs) >= _SHARE * len(tokens)


def rules_share(text: Text) -> float:
    """The share of what is common in policies: in a long list of facts, among the words around the list if more there."""
    whole = policy_share(text)
    if _listed(text) < _LISTED:
        return whole
    around = [block.kind not in {BlockKind.ITEM, BlockKind.ROW} for block in text.blocks]
    return max(whole, policy_share(keep_blocks(text, around)))


def _listed(text: Text) -> int:
    """Words of items and rows outside links."""
    linked = sum(word_count(text.content[link.start : link.end]) for link in text.links)
    kinds = {BlockKind.ITEM, BlockKind.ROW}
    return sum(word_count(each.of(text.content)) for each in text.blocks if each.kind in kinds) - linked
