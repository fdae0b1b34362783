"""Which language a text is written in, by its script and its commonest little words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_LITTLE_WORDS = {
    "en": "the of and to in that is for you your with this or are we be by not as our from may will have which any on",
    "de": "der die und das den von zu mit sich des auf für ist nicht ein eine dem werden wir sie oder wenn ihre durch",
    "fr": "le les des et vous à du est une pour que dans par sur nous ou votre vos avec aux ce qui sont être au pas",
    "es": "el los las de y que en por para una con se su del al como o sus usted nuestros puede este más nos si es lo",
    "it": "il di che e per gli della dei con non una del sono nel alla le si da dati utente nostri questo delle anche",
    "nl": "de het een van en dat op te voor met zijn niet u uw wij we die aan door bij als wordt ook kunnen onze of",
    "pt": "o os das dos e que em para uma com não por seu sua você ao ou como mais nos pelo são quando seus à nossos",
    "pl": "i w na z do się że nie jest oraz o dla przez lub od są które po jak użytkownik za może jego których ich",
    "sv": "och att det som en på är av för med den till inte om ett vi du din kan eller har från detta dina våra",
    "da": "og at det som en på er af for med den til ikke om et vi du din kan eller har fra dette dine vores der",
    "tr": "ve bir bu için ile da de veya olarak olan daha gibi kadar ancak size sizin biz kişisel her tüm ya",
    "cs": "a v na se že je s z do o pro nebo jsou které jako jeho k podle při by tak může být od své po",
}
_SETS = {name: frozenset(words.split()) for name, words in _LITTLE_WORDS.items()}
_SAMPLE = 20_000
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]"), 0.08),
    ("zh", re.compile("[\u4e00-\u9fff]"), 0.25),
    ("ko", re.compile("[\uac00-\ud7af]"), 0.2),
    ("ru", re.compile("[\u0400-\u04ff]"), 0.4),
    ("ar", re.compile("[\u0600-\u06ff]"), 0.4),
    ("he", re.compile("[\u0590-\u05ff]"), 0.4),
    ("el", re.compile("[\u0370-\u03ff]"), 0.4),
    ("hi", re.compile("[\u0900-\u097f]"), 0.4),
    ("th", re.compile("[\u0e00-\u0e7f]"), 0.4),
)
_MIN_LETTERS = 20
_MIN_HITS = 5


# So many little words of one language, and none of the other, on either side of a difference are a translation; the
# shortest list in the 60 documents of data/ota that is served in two languages has 4.
_SHIFT_HITS = 3


def language_shift(gone: Iterable[str], come: Iterable[str]) -> tuple[str, str] | None:
    """From which language to which a passage was translated, judged by the words that went and came; None if it was not.

    Lists and tables are mostly names, too few common words for `language_of`; what differs is telling all the same.
    """
    before, after = Counter(gone), Counter(come)
    for old, old_words in _SETS.items():
        for new, new_words in _SETS.items():
            only_old, only_new = old_words - new_words, new_words - old_words
            kept = sum(after[word] for word in only_old) + sum(before[word] for word in only_new)
            if (
                kept == 0
                and min(sum(before[word] for word in only_old), sum(after[word] for word in only_new))
                >= _SHIFT_HITS
            ):
                return old, new
    return None


def language_of(content: str) -> str:
    """The text's language as a two-letter code, or "" when it is too short or unlike any of the languages known here.

    The first 20,000 characters decide. A language of Latin script needs a fifth of its words among the little words
    and clearly more of them than any other language.
    """
    sample = content[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < _MIN_LETTERS:
        return ""
    if not sample.isascii():
        for name, script, share in _SCRIPTS:
            if len(script.findall(sample)) >= share * letters:
                return name
    words = Counter(_LATIN_WORD.findall(sample.lower()))
    total = sum(words.values())
    hits = sorted(
        ((sum(words[word] for word in little), name) for name, little in _SETS.items()), reverse=True
    )
    (best, name), (second, _) = hits[0], hits[1]
    return name if best >= _MIN_HITS and best >= 0.12 * total and best >= 1.3 * second else ""
