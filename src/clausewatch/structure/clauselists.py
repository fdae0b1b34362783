"""Lists whose items are clauses: each such item opens a provision. Other lists' items are statements."""

from __future__ import annotations

from dataclasses import dataclass, field

from clausewatch.nouns.document import Block, BlockKind, Text
from clausewatch.structure.numbering import marker_number, numbered
from clausewatch.structure.openings import LISTED, Opening, Reader, partial, whole
from clausewatch.structure.shape import MAX_TITLE, could_plain_title, could_title, ends_open, run_in_end

# A list without announcement whose middle item is longer than this holds clauses. In the last state of the GenAI-EU
# archive's 63 documents a fifth to a third of the unannounced lists are such, and one in ten of the announced.
_CLAUSE_CHARS = 300


@dataclass(slots=True)
class _Item:
    """An item block with its place in the tree of its list."""

    index: int
    block: Block
    parent: int | None
    kids: list[int] = field(default_factory=list)
    follow: bool = False
    size: int = 0


def open_lists(text: Text, reader: Reader) -> None:
    """Adds to the reader's openings the items that are clauses or titles of clauses."""
    index = 0
    blocks = text.blocks
    while index < len(blocks):
        if blocks[index].kind is not BlockKind.ITEM:
            index += 1
            continue
        end = index
        while end < len(blocks) and blocks[end].kind is BlockKind.ITEM:
            end += 1
        announced = index > 0 and ends_open(blocks[index - 1].of(text.content))
        _open_run(text, reader, index, end, announced=announced)
        index = end


def _open_run(text: Text, reader: Reader, start: int, end: int, *, announced: bool) -> None:
    """One run of items: judge the outermost group, then the groups beneath items that are mere titles."""
    items = _tree(text, start, end)
    groups = [[number for number, item in enumerate(items) if item.parent is None]]
    while groups:
        group = groups.pop()
        titles = {number for number in group if _is_title(text, reader, items[number])}
        led = sum(number in titles or _run_in(text, reader, items[number]) is not None for number in group)
        if (titles and 2 * led >= len(group)) or _are_clauses(
            text, reader, items, group, announced=announced
        ):
            for number in group:
                _open(text, reader, items[number], title=number in titles)
                if number in titles and items[number].kids:
                    groups.append(items[number].kids)
        announced = False


def _tree(text: Text, start: int, end: int) -> list[_Item]:
    """The items of a run with parents; further paragraphs of an item are added to its size."""
    items: list[_Item] = []
    path: list[int] = []
    for index in range(start, end):
        block = text.blocks[index]
        if not block.marker and path:
            while len(path) > 1 and items[path[-1]].block.level > block.level:
                path.pop()
            items[path[-1]].size += block.end - block.start
            items[path[-1]].follow = True
            continue
        while path and items[path[-1]].block.level >= block.level:
            path.pop()
        parent = path[-1] if path else None
        items.append(_Item(index, block, parent, size=block.end - block.start))
        number = len(items) - 1
        if parent is not None:
            items[parent].kids.append(number)
        path.append(number)
    return items


def _is_title(text: Text, reader: Reader, item: _Item) -> bool:
    """Whether the item is only a heading of what hangs beneath it."""
    words = item.block.of(text.content)
    if not (item.kids or item.follow) or not could_title(words) or ends_open(words):
        return False
    strong = reader.strong[item.index] == item.block.end
    numeral = item.block.marker != "•" or numbered(words) is not None
    return strong or (numeral and item.block.level == 1 and bool(item.kids) and could_plain_title(words))


def _run_in(text: Text, reader: Reader, item: _Item) -> int | None:
    for lead in (reader.strong[item.index], reader.em[item.index]):
        if lead > item.block.start:
            end = run_in_end(text.content, lead, item.block.end)
            if end is not None and end - item.block.start <= MAX_TITLE:
                return end
    return None


def _are_clauses(
    text: Text, reader: Reader, items: list[_Item], group: list[int], *, announced: bool
) -> bool:
    """Whether most of the group hold lists of their own, or are long, titled or numbered terms that nothing announces."""
    if len(group) > 1 and 2 * sum(bool(items[number].kids) for number in group) > len(group):
        return True
    if announced:
        return False
    sizes = sorted(items[number].size for number in group)
    if sizes[len(sizes) // 2] < _CLAUSE_CHARS:
        return False
    marked = sum(
        items[number].block.marker != "•"
        or _run_in(text, reader, items[number]) is not None
        or numbered(items[number].block.of(text.content)) is not None
        for number in group
    )
    return 2 * marked >= len(group)


def _open(text: Text, reader: Reader, item: _Item, *, title: bool) -> None:
    block = item.block
    rank = (LISTED + block.level, 0)
    if title:
        opening = whole(block, block.of(text.content), rank)
    else:
        end = _run_in(text, reader, item)
        if end is not None:
            opening = partial(block, text.content, end, rank)
        else:
            found = numbered(block.of(text.content))
            number = found.number if found else marker_number(block.marker)
            opening = Opening(rank, "", number, block.start, titled=False)
    reader.found.by_block[item.index] = opening
