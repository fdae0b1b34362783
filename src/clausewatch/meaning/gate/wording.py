"""Sentences as words with stems and meanings: what all rules of the gate look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from clausewatch.meaning.gate import classes, friends, synonyms

_WORD = re.compile(r"(?:\bnon-)?[^\W_]+(?:['’][^\W_]+)*", re.IGNORECASE)

STOP = frozenset(
    "a an the this that these those it its they them their theirs he she him her his of to in on at by for from with as and or but nor "
    "is are was were be been being am do does did done doing have has had having will would shall should may might can could must "
    "not no cannot so than then there here such same own other another any all each every both either neither some "
    "we us our ours you your yours i me my one ones who whom whose which what when where while whether how why if unless except because "
    "up out off down over under into onto about between through during before after above below again further more most less least "
    "very too also just only even still yet already else ever never rather quite much many few fewer lot lots per via within without "
    "let get gets got go goes going make makes made take takes taken put puts say says said thing things way ways case cases kind part instance "
    "following include includes including included example etc e g i.e eg ie s t ll re ve d don doesn isn aren won "
    "anyone someone anybody somebody itself themselves yourself himself herself against toward towards upon among across around "
    "though although however therefore thus well able like provide provides provided given based regard related relating applicable "
    "relevant certain various particular specific term terms policy policies section clause state states provision agreement "
    "first second third number otherwise something anything nothing everything different total away taking far rest part good proper properly".split()
)  # fmt: skip

_IRREGULAR = {
    "told": "tell", "gave": "give", "given": "give", "kept": "keep", "held": "hold", "sent": "send", "sold": "sell",
    "bought": "buy", "paid": "pay", "made": "make", "built": "build", "lent": "lend", "broke": "break", "broken": "break",
    "taken": "take", "took": "take", "seen": "see", "saw": "see", "shown": "show", "known": "know", "written": "write",
    "chosen": "choose", "chose": "choose", "left": "leave", "lost": "lose", "heard": "hear", "read": "read", "sought": "seek",
    "brought": "bring", "begun": "begin", "became": "become", "went": "go", "gone": "go", "goes": "go", "dealt": "deal",
    "felt": "feel", "put": "put", "people": "person", "children": "child", "parties": "party", "lives": "live", "means": "mean",
    "treated": "treat", "treating": "treat", "repeated": "repeat", "repeating": "repeat", "creating": "create", "combating": "combat", "defeating": "defeat", "defeated": "defeat", "withdrew": "withdraw", "withdrawn": "withdraw", "hidden": "hide", "forbidden": "forbid", "drawn": "draw", "said": "say",
    "settings": "settings", "setting": "settings", "used": "use", "uses": "use", "using": "use", "usage": "use", "sued": "sue", "suing": "sue", "sues": "sue", "found": "find", "finding": "find", "thought": "think", "ran": "run", "wrote": "write", "began": "begin", "stolen": "steal", "spent": "spend", "won": "win", "met": "meet", "grew": "grow", "meant": "mean", "spoken": "speak", "spoke": "speak", "caught": "catch", "taught": "teach", "borne": "bear", "shut": "shut", "throw": "throw", "thrown": "throw", "dying": "die", "laws": "law", "men": "man", "women": "woman", "analyses": "analysis", "ageing": "age", "aging": "age",
}  # fmt: skip
_WHOLE = frozenset(["setting", "settings", "used", "uses", "using", "usage", "sued", "suing", "sues"])
_ENDINGS = ("ations", "ation", "ments", "ment", "ions", "ion", "ances", "ance", "ness", "ures", "ure", "ably", "ibly", "able", "ible", "ating", "izing", "ising", "ying", "ings", "ing", "ally", "edly", "ely", "ly", "ates", "ated", "ate", "ised", "ized", "ises", "izes", "ise", "ize", "es", "ed", "s", "e", "y", "al", "ive")  # fmt: skip
# A mark that stands in no stem keeps words apart that endings would take for others.
_FIXED = {each: f"{line.split()[0]}!" for line in friends.APART.strip().splitlines() for each in line.split()}
_FIXED |= {each: _IRREGULAR[each] for each in _WHOLE}


def irregular(low: str) -> tuple[str, ...]:
    """The word of which this is an irregular form, if it is one."""
    return (_IRREGULAR[low],) if low in _IRREGULAR else ()


@lru_cache(maxsize=20000)
def stem(word: str) -> str:
    """A key under which the forms of one word meet ("terminating", "termination"). Light suffix stripping, English only."""
    word = word.lower().replace("’", "'").replace("non-", "non").removesuffix("'s").removesuffix("'")
    if word in _FIXED:
        return _FIXED[word]
    word = _IRREGULAR.get(word, word)
    if len(word) <= 3 or word[0].isdigit():
        return (
            word.rstrip("s") if len(word) == 3 and word.endswith("s") and word not in ("yes", "gas") else word
        )
    if word.endswith(("ies", "ied")):
        word = word[:-3] + "y"
    for _ in range(3):
        if not word.endswith(_ENDINGS):
            break
        for ending in _ENDINGS:
            least = 5 if ending in ("al", "ive") else 4 if ending in ("ly", "y", "ure", "ures") else 3
            if word.endswith(ending) and len(word) - len(ending) >= least:
                if ending == "s" and (word.endswith(("ss", "us")) or (word.endswith("is") and len(word) > 4)):
                    continue
                word = word.removesuffix(ending)
                break
        else:
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] != "s":
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


@dataclass(frozen=True, slots=True)
class Word:
    """A word at `start:end` of its sentence, with its lower-case form and stem; `content` says that it is no small word."""

    start: int
    end: int
    raw: str
    low: str
    stem: str
    content: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its words and, word by word, the groups of meaning it takes part in (alone or in a phrase)."""

    text: str
    words: tuple[Word, ...]
    groups: tuple[frozenset[str], ...]
    stems: frozenset[str]
    meanings: frozenset[str]

    def has(self, index: int) -> frozenset[str]:
        return self.groups[index]


@cache
def _phrases() -> dict[tuple[str, ...], frozenset[str]]:
    """Stemmed phrases to the names of their groups."""
    found: dict[tuple[str, ...], set[str]] = {}
    for name, members in synonyms.groups():
        for member in members:
            key = tuple(stem(each) for each in _WORD.findall(member.replace("_", " ")))
            found.setdefault(key, set()).add(name)
    return {key: frozenset(names) for key, names in found.items()}


@cache
def longest_phrase() -> int:
    return max(map(len, _phrases()))


@cache
def borne() -> dict[str, frozenset[str]]:
    """Stem to the stems and groups any of which bears it, from `synonyms.wider`."""
    found: dict[str, set[str]] = {}
    for narrow, wide in synonyms.wider():
        for word in narrow:
            found.setdefault(stem(word), set()).update("_".join(map(stem, each.split("_"))) for each in wide)
    return {key: frozenset(value) for key, value in found.items()}


def words(text: str) -> tuple[Word, ...]:
    found: list[Word] = []
    for each in _WORD.finditer(text):
        low = each[0].lower().replace("’", "'")
        content = low not in STOP and (len(low) > 1 or low.isdigit())
        found.append(Word(each.start(), each.end(), each[0], low, stem(each[0]), content))
    return tuple(found)


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """The words of a text with their meanings; linear in its length."""
    found = words(text)
    table, longest = _phrases(), longest_phrase()
    groups: list[set[str]] = [set() for _ in found]
    for index in range(len(found)):
        key: tuple[str, ...] = ()
        for length in range(1, min(longest, len(found) - index) + 1):
            key = (*key, found[index + length - 1].stem)
            names = table.get(key)
            if names:
                for at in range(index, index + length):
                    groups[at] |= names
    sealed = tuple(frozenset(each) for each in groups)
    return Reading(
        text=text,
        words=found,
        groups=sealed,
        stems=frozenset(each.stem for each in found) | _joined(found) | _initials(text),
        meanings=frozenset().union(*sealed) if sealed else frozenset(),
    )


def _joined(found: tuple[Word, ...]) -> frozenset[str]:
    """Neighbouring stems joined, so that "sub processor" meets "subprocessor"."""
    return frozenset(f"{a.stem}_{b.stem}" for a, b in pairwise(found))


_NAMES = re.compile(r"(?:[A-Z][a-z]+ (?:of |and |the )?){1,5}[A-Z][a-z]+")


def _initials(text: str) -> frozenset[str]:
    """The stems of the initials of names, so that "EEA" meets "European Economic Area"."""
    return frozenset(
        stem("".join(each[0] for each in match[0].split() if each[0].isupper()))
        for match in _NAMES.finditer(text)
    )


@cache
def _openings(name: str) -> dict[str, int]:
    """The first stem of each member of a class to the length of the longest member that starts so."""
    found: dict[str, int] = {}
    for member in phrase_class(name):
        found[member[0]] = max(found.get(member[0], 0), len(member))
    return found


@cache
def phrase_class(name: str) -> frozenset[tuple[str, ...]]:
    """The stemmed members of a class of `classes`."""
    listed: str = getattr(classes, name)
    return frozenset(
        tuple(stem(each) for each in _WORD.findall(member.replace("_", " "))) for member in listed.split()
    )


def members(reading: Reading, name: str) -> list[tuple[int, int]]:
    """Half-open word ranges of the reading that are members of the class, longest first at each place."""
    listed = phrase_class(name)
    openings = _openings(name)
    found, index = [], 0
    while index < len(reading.words):
        longest = openings.get(reading.words[index].stem, 0)
        for length in range(min(longest, len(reading.words) - index), 0, -1):
            if tuple(each.stem for each in reading.words[index : index + length]) in listed:
                found.append((index, index + length))
                index += length
                break
        else:
            index += 1
    return found
