"""A topic over time, for programs."""

from __future__ import annotations

from clausewatch.nouns.adoption import Adoption
from clausewatch.publish.record_line import instant


def adoption_line(adoption: Adoption) -> dict[str, object]:
    """Counts over time and how far the history is known, as JSON-ready values; who was first, by platform.

    `first` is empty where no platform was seen to take the matter up: then all had it when their tracking began, or in
    editions after others that are not analysed.
    """
    return {
        "topic": adoption.topic,
        "modality": adoption.modality.value if adoption.modality else None,
        "editions": {"total": adoption.editions, "analysed": adoption.analysed},
        "first": [each.platform for each in adoption.first_taken_up],
        "points": [
            {
                "at": instant(each.at),
                "speaking": each.speaking,
                "captured": each.captured,
                "unknown": each.unknown,
            }
            for each in adoption.points
        ],
    }
