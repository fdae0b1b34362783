"""In which state a platform is in one matter: the one decision that pages, files, the API and the comparison share."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from clausewatch.meaning.compare.kinds import would_say
from clausewatch.nouns.comparison import CellState, Holding
from clausewatch.nouns.finding import TopicId


def state_of(
    topics: Collection[TopicId], held: Iterable[Holding], *, speaks: bool, perhaps: bool = False
) -> CellState:
    """The state in a matter of these topics, from what was found and what is held of the platform.

    (1) A clause that speaks of it is shown, in whatever document it stands. (2) Else only documents of a kind that would say
    it count; without one the matter was not captured. With one, a clause that perhaps speaks of it is shown. (3) Where one
    is in a language that is not analysed, that is why: it may say it; where a version waits for its analysis, or was last seen too long ago,
    nothing is claimed of it. (4) What remains is silence: no such clause was recognised in any of them.
    """
    # (1):
    if speaks:
        return CellState.COMPARABLE
    # (2):
    telling = [each for each in held if any(would_say(topic, (each.type,)) for topic in topics)]
    if not telling:
        return CellState.NOT_CAPTURED
    if perhaps:
        return CellState.PERHAPS
    # (3):
    if not all(each.readable for each in telling):
        return CellState.NOT_ANALYSED
    if not all(each.analysed for each in telling):
        return CellState.WAITING
    if any(each.stale for each in telling):
        return CellState.STALE
    # (4):
    return CellState.SILENT
