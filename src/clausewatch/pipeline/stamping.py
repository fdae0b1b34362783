"""Step: have outsiders see the log's head: witnesses cosign it, authorities stamp it."""

from __future__ import annotations

from clausewatch.errors import ClausewatchError
from clausewatch.pipeline.instance import Instance
from clausewatch.ports import Stamped

_WAITS = "the log has a batch of leaves to end first: no time stamp or cosignature was asked for"


def stamp_head(instance: Instance) -> Stamped:
    """Has the head cosigned by every witness, and stamped by every authority that is due. Whatever fails is told and stops nothing.

    While a batch of leaves waits to be ended no outsider is asked: its leaves say when they were made, and a later stamp of
    a head without them would make them look dated back.
    """
    try:
        head = instance.log.head()
        if head is None:
            return Stamped()
        if instance.log.unfinished():
            return Stamped(told=(_WAITS,))
        seen = [Stamped()]
        if instance.witnesses is not None:
            seen.append(instance.witnesses.cosign(head, instance.log.nodes(head.checkpoint.size)))
        if instance.stamps is not None:
            seen.append(instance.stamps.stamp(head, instance.clock.now()))
    except ClausewatchError as error:
        return Stamped(faults=(f"the log's stamps: {error}",))
    return sum(seen[1:], seen[0])
