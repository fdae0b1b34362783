"""What stands below every message of a watch: whose it is and how to stop it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Foot:
    """`base_url` is whose message it is, `leave` where its receiver can end the watch, `watch` what that is called; the last
    two are empty where there is none."""

    base_url: str
    leave: str = ""
    watch: str = ""
