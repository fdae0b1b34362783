"""Dates told by their distance from today, which change although nothing was edited."""

from __future__ import annotations

import re

_NUMBER = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a few|several|last|over an?|about an?)"
_UNIT = r"(?:second|sec|minute|min|hour|hr|day|week|month|year)s?"
_AGO = rf"(?:{_NUMBER}\s+{_UNIT}\s+ago|yesterday|today|just now|last\s+(?:week|month|year)|this\s+(?:week|month))"
_EVENT = (
    r"(?:(?:this\s+(?:page|article|document|policy)\s+was\s+)?(?:last\s+|recently\s+)?"
    r"(?:updated|modified|edited|changed|revised|reviewed|published|posted|written)(?:\s+on)?|last\s+(?:update|modification|change))"
)
_DE = (
    r"(?:(?:zuletzt\s+)?(?:aktualisiert|geändert|bearbeitet|veröffentlicht)|letzte\s+(?:aktualisierung|änderung)|stand)"
    r"\s*:?\s*(?:vor\s+(?:\d{1,3}|einem|einer|zwei|drei|vier|fünf|sechs|mehr als \w+)\s+"
    r"(?:sekunden?|minuten?|stunden?|tag(?:en)?|wochen?|monat(?:en)?|jahr(?:en)?)|heute|gestern)"
)
_FR = (
    r"(?:mis\s+à\s+jour|modifié|publié|dernière\s+(?:mise\s+à\s+jour|modification))e?\s*:?\s*"
    r"(?:il\s+y\s+a\s+(?:\d{1,3}|une?|plus d.une?)\s+(?:secondes?|minutes?|heures?|jours?|semaines?|mois|ans?)|hier|aujourd.hui)"
)
_ES = (
    r"(?:actualizad[oa]|modificad[oa]|publicad[oa]|última\s+(?:actualización|modificación))\s*:?\s*"
    r"(?:hace\s+(?:\d{1,3}|una?|más de una?)\s+(?:segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?)|ayer|hoy)"
)
_ZH = r"(?:最后|最近)?(?:更新|修改|发布)(?:于|時間|时间|日期)?\s*[:：]?\s*(?:\d{1,3}|[一二三四五六七八九十几]+)\s*(?:秒|分钟|小时|天|周|个?月|年)(?:之?前)"
_RELATIVE = re.compile(
    rf"(?:\b{_EVENT}\s*:?\s*(?:on\s+)?{_AGO}|\b{_DE}|\b{_FR}|\b{_ES}|{_ZH})", re.IGNORECASE
)
_ALONE = re.compile(rf"(?:over|about|more than|almost)?\s*{_NUMBER}\s+{_UNIT}\s+ago", re.IGNORECASE)
_LIMIT = 160


def is_relative_date(block_text: str) -> bool:
    """True when the block is a short line saying how long ago the page was updated or published, and little else."""
    text = " ".join(block_text.split())
    if not text or len(text) > _LIMIT:
        return False
    if _ALONE.fullmatch(text):
        return True
    found = _RELATIVE.search(text)
    return found is not None and len(text) - len(found[0]) <= 40 and found.start() <= 25


def without_relative_dates(block_text: str) -> str:
    """The block's words without such a statement; other blocks come back as they are."""
    if not is_relative_date(block_text):
        return block_text
    text = " ".join(block_text.split())
    return "" if _ALONE.fullmatch(text) else _RELATIVE.sub("", text)
