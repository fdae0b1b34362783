"""Which language a text is written in, by its script and its commonest little words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from string import ascii_letters

_LITTLE_WORDS = {
    "en": "the of and to in that is for you your with this or are we be by not as our from may will have which any on",
    "de": "der die und das den von zu mit sich des auf für ist nicht ein eine dem werden wir sie oder wenn ihre durch",
    "fr": "le les des et vous à du est une pour que dans par sur nous ou votre vos avec aux ce qui sont être au pas",
    "es": "el los las de y que en por para una con se su del al como o sus usted nuestros puede este más nos si es lo",
    "it": "il di che e per gli della dei con non una del sono nel alla le si da dati utente nostri questo delle anche se come puoi può queste solo lo i un",
    "nl": "de het een van en dat op te voor met zijn niet u uw wij we die aan door bij als wordt ook kunnen onze of",
    "pt": "o os das dos e que em para uma com não por seu sua você ao ou como mais nos pelo são quando seus à nossos",
    "pl": "i w na z do się że nie jest oraz o dla przez lub od są które po jak użytkownik za może jego których ich",
    "sv": "och att det som en på är av för med den till inte om ett vi du din kan eller har från detta dina våra",
    "da": "og at det som en på er af for med den til ikke om et vi du din kan eller har fra dette dine vores der",
    "tr": "ve bir bu için ile da de veya olarak olan daha gibi kadar ancak size sizin biz kişisel her tüm ya yalnızca şekilde değil eğer hizmeti",
    "cs": "a v na se že je s z do o pro nebo jsou které jako jeho k podle při by tak může být od své po pouze jak to tyto pokud můžete nimi ji tím ale této",
    "fi": "ja on ei että se tai jos voi joka mukaan myös sekä näiden voit et niitä ovat kun käyttää tämän tätä sen vain ole",
    "ro": "și de la în cu nu este sau pentru care din să un prin aceste sunt dacă mai dumneavoastră pe al acestea trebuie numai",
    "hu": "a az és hogy nem vagy is ez egy meg ha csak által azt kell ezen mint minden szerint ön használja e lehet módon",
    "id": "dan yang di untuk dengan dari ini atau anda tidak dalam kami pada dapat akan oleh kepada adalah jika harus",
    "vi": "và của các cho không được trong có là với này để một những bạn chúng tôi hoặc khi về theo",
}
_SETS = {name: frozenset(words.split()) for name, words in _LITTLE_WORDS.items()}
_KNOWN = frozenset().union(*_SETS.values())
_SPOKEN_IN = {word: tuple(name for name, little in _SETS.items() if word in little) for word in _KNOWN}
_LITTLE = 5_000
_SAMPLE = 20_000
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]"), 0.08),
    ("zh", re.compile("[\u4e00-\u9fff]"), 0.25),
    ("ko", re.compile("[\uac00-\ud7af]"), 0.2),
    ("uk", re.compile("[іїєґІЇЄҐ]"), 0.02),
    ("ru", re.compile("[\u0400-\u04ff]"), 0.4),
    ("fa", re.compile("[پچژگ]"), 0.015),
    ("ar", re.compile("[\u0600-\u06ff]"), 0.4),
    ("he", re.compile("[\u0590-\u05ff]"), 0.4),
    ("el", re.compile("[\u0370-\u03ff]"), 0.4),
    ("hi", re.compile("[\u0900-\u097f]"), 0.4),
    ("th", re.compile("[\u0e00-\u0e7f]"), 0.4),
)
_LEAST_SHARE = min(share for _, _, share in _SCRIPTS)
_NO_LETTERS = bytes(set(range(128)) - set(ascii_letters.encode()))
_ASCII = bytes(range(128))
_LATIN_1 = frozenset(map(chr, range(256)))
_TO_WORDS = bytes(ord(char.lower()) if _LATIN_WORD.match(char) else 32 for char in map(chr, range(256)))
_MIN_LETTERS = 20
_ENOUGH = (5, 0.12, 1.3)
_SURE = (100, 0.25, 2.0)
"""How many little words of a language, as a share of all words, and how many times those of the next best."""


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

    The first 20,000 characters decide, or the first 5,000 where they leave no doubt. A language of Latin script needs a fifth of its words among the little words
    and clearly more of them than any other language.
    """
    # What is sure of a text is so by the milder measure as well: a short one is asked once.
    sure = _language(content[:_LITTLE], sure=True) if len(content) > _LITTLE else ""
    return sure or _language(content[:_SAMPLE])


def _language(sample: str, *, sure: bool = False) -> str:
    latin = sample.encode("ascii", "ignore")
    letters = len(latin.translate(None, _NO_LETTERS))
    others = len(sample) - len(latin)
    # Only where the other characters may be enough for one of the scripts are they counted one by one.
    if letters < _MIN_LETTERS or others >= _LEAST_SHARE * letters:
        letters = sum(map(str.isalpha, sample))
        if letters < _MIN_LETTERS or sure:
            return ""
        for name, script, share in _SCRIPTS:
            if others >= share * letters and len(script.findall(sample)) >= share * letters:
                return name
    found = _words(sample)
    counts, total = dict.fromkeys(_SETS, 0), len(found)
    for word, count in Counter(filter(_KNOWN.__contains__, found)).items():
        for name in _SPOKEN_IN[word]:
            counts[name] += count
    (best, name), (second, _) = sorted(((count, name) for name, count in counts.items()), reverse=True)[:2]
    hits_needed, share, lead = _SURE if sure else _ENOUGH
    return name if best >= hits_needed and best >= share * total and best >= lead * second else ""


def _words(sample: str) -> list[str]:
    """The runs of letters in lower case; byte for byte where no letter is beyond Latin-1, which is six times quicker."""
    beyond = sample.encode("utf-8", "replace").translate(None, _ASCII).decode()
    if all(char in _LATIN_1 or not _LATIN_WORD.match(char) for char in set(beyond)):
        return sample.encode("latin-1", "replace").translate(_TO_WORDS).decode("latin-1").split()
    return _LATIN_WORD.findall(sample.lower())
