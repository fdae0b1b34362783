"""The claim gate: on hand-made hard claims, and on simple errors seeded into real provisions."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from evals.corpus import Corpus, clausewatch

SEED = 20
EACH = 300
Item = dict[str, object]


def gate(corpus: Corpus) -> dict[str, float]:
    """Shares of the hand-made claims refused and passed as labelled."""
    claims = corpus.use("data", "gate", "claims.jsonl")
    ruled = corpus.scratch / "rulings.jsonl"
    clausewatch("gate", "--json", claims, out=ruled)
    scores = corpus.score("score_gate.py", claims, ruled)
    corpus.size = f"{scores['supported'] + scores['unsupported']} claims"
    return {key: scores[key] for key in ("refused", "passed")}


def seeded(corpus: Corpus) -> dict[str, float]:
    """Shares of 300 seeded false sentences refused and of 300 true ones passed."""
    items = [json.loads(line) for line in corpus.use("data", "topics", "items.jsonl").open(encoding="utf-8")]
    claims = corpus.scratch / "claims.jsonl"
    claims.write_text("".join(json.dumps(each) + "\n" for each in sentences(items)), encoding="utf-8")
    ruled = corpus.scratch / "rulings.jsonl"
    clausewatch("gate", "--json", claims, out=ruled)
    scores = corpus.score("score_gate.py", claims, ruled)
    corpus.size = f"{2 * EACH} sentences"
    return {key: scores[key] for key in ("refused", "passed")}


OWN = Path(__file__).parent / "data" / "gate-own.jsonl"
# Batches that were written before the gate was looked at and scored only when it was done. Nothing was tuned on them until the
# weighing of objections (26 November 2026), whose weights are fitted on them too and whose rules saw their errors.
APART = (3, 4)
# 222 claims on invented platforms. Batches 1 to 3 were written before the rules of that weighing; of these and of batch 4, written
# beside them and scored blind at first (.90 refused, .60 passed), the errors were looked at, so the figures are fitted.
OWN_2 = Path(__file__).parent / "data" / "gate-own-2.jsonl"


def own(corpus: Corpus) -> dict[str, float]:
    """Shares of our own hand-made claims, of batches 3 and 4, refused and passed as labelled."""
    rows = [json.loads(line) for line in corpus.own(OWN).open(encoding="utf-8")]
    return _of_ours(corpus, [each for each in rows if each["batch"] in APART])


def own_2(corpus: Corpus) -> dict[str, float]:
    """The same shares of the second set of our own claims."""
    return _of_ours(corpus, [json.loads(line) for line in corpus.own(OWN_2).open(encoding="utf-8")])


def _of_ours(corpus: Corpus, rows: list[Item]) -> dict[str, float]:
    claims = corpus.scratch / "claims.jsonl"
    claims.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    ruled = corpus.scratch / "rulings.jsonl"
    clausewatch("gate", "--json", claims, out=ruled)
    scores = corpus.score("score_gate.py", claims, ruled)
    corpus.size = f"{scores['supported'] + scores['unsupported']} claims"
    return {key: scores[key] for key in ("refused", "passed")}


def sentences(items: list[Item]) -> list[Item]:
    """300 true and 300 false sentences on provisions in turn; the same for the same items."""
    dice = random.Random(SEED)
    provisions = [each for each in items if _whole(str(each["text"]))]
    dice.shuffle(provisions)
    return [*_drawn(provisions, dice, TRUE, "supported"), *_drawn(provisions, dice, FALSE, "unsupported")]


_SENTENCE = re.compile(r"^[A-Z](?:[^.:;!?]|\.(?=\d)){40,400}\.$")


def _whole(text: str) -> bool:
    """One plain sentence with a verb that can be told of a party."""
    plain = text.replace("e.g.", "eg")
    return bool(_SENTENCE.match(plain)) and bool(re.search(r"\b(?:we|you|our|your)\b", plain, re.IGNORECASE))


Make = Callable[[str, str, random.Random], "str | None"]


def _drawn(
    provisions: list[Item], dice: random.Random, makers: dict[str, Make], label: str
) -> Iterator[Item]:
    """EACH sentences; the kinds take turns, each going through all provisions; one that finds no more drops out."""
    waiting = {kind: list(provisions) for kind in makers}
    made, seen = 0, set()
    while waiting and made < EACH:
        for kind in list(waiting):
            claim, one = _next(waiting[kind], makers[kind], dice, seen)
            if claim is None:
                del waiting[kind]
                continue
            made += 1
            yield {
                "id": f"{label}-{made}", "claim": claim, "statements": [{"id": "s1", "text": one["text"]}],
                "heading_path": [*(one["heading_path"] or []), *([one["lead_in"]] if one["lead_in"] else [])],  # type: ignore[misc]
                "platform": one["platform"], "label": label, "error": kind if label == "unsupported" else None,
            }  # fmt: skip
            if made == EACH:
                return


def _next(waiting: list[Item], make: Make, dice: random.Random, seen: set[str]) -> tuple[str | None, Item]:
    while waiting:
        one = waiting.pop()
        claim = make(str(one["text"]), str(one["platform"]), dice)
        if claim is not None and claim not in seen:
            seen.add(claim)
            return claim, one
    return None, {}


# -- true sentences ---------------------------------------------------------------------------------------------------


def _told(text: str, platform: str) -> str:
    """The sentence with the publisher by name: "we may" becomes "Acme may"."""
    name = platform.split(".", maxsplit=1)[0]
    text = re.sub(r"\b(?:[Ww]e[’']ll)\b", f"{name} will", text)
    text = re.sub(r"\b[Ww]e\b(?![’'])", name, text)
    text = re.sub(r"\b[Oo]ur\b", f"{name}'s", text)
    return re.sub(r"\bus\b", name, text)


def _quoted(text: str, platform: str, dice: random.Random) -> str | None:
    lead = dice.choice(("The document says: ", "It states that ", f"{platform} writes: "))
    return f"{lead}“{text.rstrip('.')}”."


def _renamed(text: str, platform: str, _dice: random.Random) -> str | None:
    return _told(text, platform)


_SAME = (
    (r"\bterminate\b", "end"), (r"\bprior to\b", "before"), (r"\bmodify\b", "change"), (r"\bdelete\b", "erase"),
    (r"\bimprove\b", "better"), (r"\bunless\b", "except where"), (r"\bobtain\b", "get"), (r"\bretain\b", "keep"), (r"\bpersonal information\b", "personal data"),
    (r"\bpersonal data\b", "personal information"), (r"\bshare\b", "disclose"), (r"\bnotify\b", "inform"), (r"\binform\b", "tell"),
    (r"\bin accordance with\b", "under"), (r"\bcollect\b", "gather"), (r"\bpermitted\b", "allowed"), (r"\bin order to\b", "to"),
    (r"\b30 days\b", "thirty days"), (r"\bthirty \(30\) days\b", "30 days"), (r"\b14 days\b", "two weeks"), (r"\bcannot\b", "may not"),
    (r"\bmay\b", "can"), (r"\bpurchase\b", "buy"), (r"\brequest\b", "ask for"), (r"\bprohibited\b", "forbidden"), (r"\bassist\b", "help"),
)  # fmt: skip


def _reworded(text: str, platform: str, dice: random.Random) -> str | None:
    fit = [each for each in _SAME if re.search(each[0], text)]
    if not fit:
        return None
    pattern, words = dice.choice(fit)
    return _told(re.sub(pattern, words, text, count=1), platform)


TRUE: dict[str, Make] = {"quoted": _quoted, "renamed": _renamed, "reworded": _reworded}

# -- false sentences --------------------------------------------------------------------------------------------------


def _swap(text: str, dice: random.Random, pairs: tuple[tuple[str, str], ...]) -> str | None:
    fit = [each for each in pairs if re.search(each[0], text)]
    if not fit:
        return None
    pattern, words = dice.choice(fit)
    return re.sub(pattern, words, text, count=1)


def _number(text: str, platform: str, dice: random.Random) -> str | None:
    match = re.search(r"(?<![\w.])(\d{1,4})(?= ?(?:days?|months?|years?|hours?|%|years old))", text)
    if match is None:
        return None
    other = dice.choice([each for each in (5, 7, 12, 21, 45, 60, 75, 120) if each != int(match[1])])
    return _told(text[: match.start()] + str(other) + text[match.end() :], platform)


_UNITS = (
    (r"\bcalendar days\b", "business days"), (r"(?<!business )(?<!calendar )\bdays\b", "weeks"), (r"\bmonths\b", "days"), (r"\byears?\b(?= (?:after|of|from))", "months"),
    (r"\bhours\b", "days"), (r"€", "$"), (r"\$(?=\d)", "€"), (r"(?<=\d )days\b", "business days"),
)  # fmt: skip


def _unit(text: str, platform: str, dice: random.Random) -> str | None:
    changed = (
        _swap(text, dice, _UNITS) if re.search(r"\d|\b(?:thirty|fourteen|ten|six|twelve)\b", text) else None
    )
    return (changed and changed != text and _counts(text, changed) and _told(changed, platform)) or None


def _counts(text: str, changed: str) -> bool:
    """Whether the changed unit belongs to a number."""
    at = next(index for index, (a, b) in enumerate(zip(text, changed + " ", strict=False)) if a != b)
    return bool(
        re.search(
            r"\d\W{0,2}$|(?:thirty|fourteen|ten|six|twelve)(?: \(\d+\))? $|\d+\)? (?:calendar |business )?$",
            text[:at],
        )
    )


def _modal(text: str, platform: str, dice: random.Random) -> str | None:
    pairs = ((r"\b([Ww]e) may(?! not)\b", r"\1 will"), (r"\b([Yy]ou) must(?! not)\b", r"\1 may"), (r"\b([Yy]ou) may(?! not)\b", r"\1 must"), (r"\b([Yy]ou) should\b", r"\1 must"), (r"\b([Ww]e) will(?! not)\b", r"\1 may"), (r"\b([Yy]ou) must(?! not)\b", r"\1 should"))  # fmt: skip
    changed = _swap(text, dice, pairs)
    return changed and _told(changed, platform)


def _polarity(text: str, platform: str, dice: random.Random) -> str | None:
    pairs = ((r"\b(may|will|must|should|can|shall) not\b", r"\1"), (r"\bdo not\b", "do"), (r"\b([Ww]e|[Yy]ou) (may|will|must|can|should)(?! not)\b", r"\1 \2 not"), (r"\b([Yy]ou) cannot\b", r"\1 can"))  # fmt: skip
    changed = _swap(text, dice, pairs)
    return changed and _told(changed, platform)


def _notice(text: str, platform: str, _dice: random.Random) -> str | None:
    if re.search(r"notice|notif|inform|advance|warn", text) or not re.search(
        r"\b[Ww]e (?:may|can|reserve)\b", text
    ):
        return None
    return _told(text.rstrip(".") + " without prior notice.", platform)


def _always(text: str, platform: str, _dice: random.Random) -> str | None:
    if re.search(r"\balways\b|\bat all times\b", text):
        return None
    changed = re.sub(r"\b([Ww]e|[Yy]ou) (may|will|must)(?! not)\b", r"\1 \2 always", text, count=1)
    return _told(changed, platform) if changed != text else None


def _party(text: str, platform: str, _dice: random.Random) -> str | None:
    name = platform.split(".", maxsplit=1)[0]
    for pattern, words in (
        (r"\b[Yy]ou (must|may|will|should|can)\b", rf"{name} \1"),
        (r"\b[Ww]e (must|may|will|should|can)\b", r"you \1"),
    ):
        if re.search(pattern, text):
            return _told(re.sub(pattern, words, text, count=1), platform)
    return None


_SECTORS = ("Hospitals", "Banks", "Federal agencies", "Schools", "Insurance companies", "Law firms", "Defence contractors", "Airlines", "Newspapers", "Retailers")  # fmt: skip


def _sector(text: str, platform: str, dice: random.Random) -> str | None:
    changed = re.sub(r"\b[Yy]ou (must|may|will|should|can)\b", rf"{dice.choice(_SECTORS)} \1", text, count=1)
    return _told(changed, platform) if changed != text else f"{dice.choice(_SECTORS)} must find alternatives."


def _misquote(text: str, _platform: str, dice: random.Random) -> str | None:
    pairs = ((r"\bmay\b", "will"), (r"\bmust\b", "should"), (r"\bwill\b", "may"), (r"\bshould\b", "must"), (r"\byour\b", "all your"), (r"\bor\b", "and"))  # fmt: skip
    changed = _swap(text, dice, pairs)
    return changed and f"The document says: “{changed.rstrip('.')}”."


def _exception(text: str, platform: str, _dice: random.Random) -> str | None:
    cut = re.search(r",? (?:unless|except(?! for example)) [^,.]+(?:, [^,.]+)*\.$", text)
    return _told(text[: cut.start()] + ".", platform) if cut and cut.start() > 40 else None


def _condition(text: str, platform: str, _dice: random.Random) -> str | None:
    cut = re.match(r"If [^,]{10,120}, (?=(?:we|you) )", text)
    rest = text[cut.end() :] if cut else ""
    return _told(rest[0].upper() + rest[1:], platform) if len(rest) > 30 else None


_RECIPIENTS = (
    "advertisers",
    "your employer",
    "data brokers",
    "insurers",
    "foreign governments",
    "your family",
    "credit bureaus",
)


def _recipient(text: str, platform: str, dice: random.Random) -> str | None:
    if not re.search(r"\b(?:share|disclose|provide|transfer|send|report)\b", text):
        return None
    return _told(text.rstrip(".") + f" and with {dice.choice(_RECIPIENTS)}.", platform)


def _consequence(text: str, platform: str, dice: random.Random) -> str | None:
    if re.search(r"terminat|suspen|fine|ban\b|delete|clos", text) or not re.search(
        r"\bmust|\bmay not\b", text
    ):
        return None
    added = dice.choice(
        ("or your account will be terminated", "or pay a penalty", "or face a fine", "or be banned")
    )
    return _told(text.rstrip(".") + f", {added}.", platform)


def _conclusion(text: str, platform: str, dice: random.Random) -> str | None:
    ending = dice.choice((", which violates the GDPR.", ", which is unlawful.", ", which complies with EU law.", ", which is unenforceable."))  # fmt: skip
    return _told(text.rstrip(".") + ending, platform)


def _motive(text: str, platform: str, dice: random.Random) -> str | None:
    ending = dice.choice((" because it wants to cut costs.", " in order to increase its profits.", " because regulators demanded it.", " so as to attract investors."))  # fmt: skip
    return _told(text.rstrip(".") + ending, platform)


FALSE: dict[str, Make] = {
    "number": _number, "unit": _unit, "modal": _modal, "polarity": _polarity, "notice": _notice, "always": _always, "party": _party,
    "sector": _sector, "misquote": _misquote, "exception": _exception, "condition": _condition, "recipient": _recipient,
    "consequence": _consequence, "conclusion": _conclusion, "motive": _motive,
}  # fmt: skip


def written(shared: Path, out: Path) -> None:
    """Writes the seeded sentences to a file, to look at them."""
    items = [json.loads(line) for line in (shared / "data/topics/items.jsonl").open(encoding="utf-8")]
    out.write_text("".join(json.dumps(each) + "\n" for each in sentences(items)), encoding="utf-8")
