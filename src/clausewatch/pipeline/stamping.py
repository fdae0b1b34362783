"""Step: have outsiders see the log's head: witnesses cosign it, authorities stamp it."""

from __future__ import annotations

from clausewatch.errors import ClausewatchError
from clausewatch.pipeline.instance import Instance
from clausewatch.ports import Stamped


def stamp_head(instance: Instance) -> Stamped:
    """Has the head cosigned by every witness, and stamped by every authority that is due. Whatever fails is told and stops nothing."""
    try:
        head = instance.log.head()
        if head is None:
            return Stamped()
        seen = [Stamped()]
        if instance.witnesses is not None:
            seen.append(instance.witnesses.cosign(head, instance.log.nodes(head.checkpoint.size)))
        if instance.stamps is not None:
            seen.append(instance.stamps.stamp(head, instance.clock.now()))
    except ClausewatchError as error:
        return Stamped(faults=(f"the log's stamps: {error}",))
    return sum(seen[1:], seen[0])
