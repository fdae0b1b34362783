"""Step: have outsiders see the log's head: authorities stamp it."""

from __future__ import annotations

from clausewatch.errors import ClausewatchError
from clausewatch.pipeline.instance import Instance
from clausewatch.ports import Stamped


def stamp_head(instance: Instance) -> Stamped:
    """Has the head stamped by every authority that is due. Whatever fails is told and stops nothing."""
    if instance.stamps is None:
        return Stamped()
    try:
        head = instance.log.head()
        return instance.stamps.stamp(head, instance.clock.now()) if head else Stamped()
    except ClausewatchError as error:
        return Stamped(faults=(f"the log's stamps: {error}",))
