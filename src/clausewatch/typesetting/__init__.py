"""Pages out: reports are set as PDF by typst, in a process of their own."""

from __future__ import annotations

from clausewatch.typesetting.limits import Limits
from clausewatch.typesetting.setter import TypstTypesetter, installed

__all__ = ["Limits", "TypstTypesetter", "installed"]
