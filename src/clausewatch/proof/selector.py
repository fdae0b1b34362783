"""W3C Web Annotation selectors: how a quotation says where it stands. Offsets count Unicode code points."""

from __future__ import annotations

from dataclasses import dataclass

_AROUND = 32


@dataclass(frozen=True, slots=True)
class Selector:
    """A stretch of a text, by its words with what stands around them and by its place (half-open)."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int

    def as_json(self) -> list[dict[str, object]]:
        """`TextQuoteSelector` and `TextPositionSelector` of the recommendation (4.2.4, 4.2.5)."""
        return [
            {
                "type": "TextQuoteSelector",
                "exact": self.exact,
                "prefix": self.prefix,
                "suffix": self.suffix,
            },
            {"type": "TextPositionSelector", "start": self.start, "end": self.end},
        ]


def selector_of(content: str, start: int, end: int) -> Selector:
    """The selector of `content[start:end]`. ValueError where that is no stretch of it."""
    if not 0 <= start < end <= len(content):
        raise ValueError(f"{start} to {end} is no stretch of {len(content)} characters")
    return Selector(
        exact=content[start:end],
        prefix=content[max(0, start - _AROUND) : start],
        suffix=content[end : end + _AROUND],
        start=start,
        end=end,
    )


def selects(selector: Selector, content: str) -> bool:
    """Whether exactly these words stand at exactly this place with exactly this around them; nothing is forgiven."""
    if not 0 <= selector.start < selector.end <= len(content):
        return False
    return selector == selector_of(content, selector.start, selector.end)
