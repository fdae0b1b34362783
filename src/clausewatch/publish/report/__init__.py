"""Reports: nouns in, a report of blocks; and a report as a job for typst, as typst source and as a Word file."""

from __future__ import annotations

from clausewatch.publish.about import RecordTold
from clausewatch.publish.report.change import change_report
from clausewatch.publish.report.comparison import comparison_report
from clausewatch.publish.report.digest import digest_report
from clausewatch.publish.report.docx import report_docx
from clausewatch.publish.report.platform import platform_report
from clausewatch.publish.report.redline import redline_report
from clausewatch.publish.report.told import (
    ChangeTold,
    DigestTold,
    DocumentTold,
    Meant,
    PlatformTold,
    RedlineTold,
    Sourced,
)
from clausewatch.publish.report.typeset import typst_job, typst_source

__all__ = [
    "ChangeTold",
    "DigestTold",
    "DocumentTold",
    "Meant",
    "PlatformTold",
    "RecordTold",
    "RedlineTold",
    "Sourced",
    "change_report",
    "comparison_report",
    "digest_report",
    "platform_report",
    "redline_report",
    "report_docx",
    "typst_job",
    "typst_source",
]
