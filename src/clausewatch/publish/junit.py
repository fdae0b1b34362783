"""Checked rules as JUnit XML, as CI servers read it: one suite for each platform, one case for each check."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, tostring

from clausewatch.nouns.requirement import Checked, Outcome
from clausewatch.publish.check_line import NOTICE, whence
from clausewatch.publish.seen import shown

# What XML 1.0 (section 2.2) has no way to write and is no control character, which are written as numbers before.
_NO_XML = re.compile(r"[\ufffe\uffff]")


def junit(checked: Sequence[Checked]) -> bytes:
    """UTF-8. What breaks the build is a failure; other failures and unknown outcomes are skipped cases that say why."""
    # Jenkins' schema knows no skipped cases of a whole file, only of its suites.
    whole = {key: value for key, value in _counts(checked).items() if key != "skipped"}
    root = Element("testsuites", {"name": "clausewatch", **whole})
    for platform, group in groupby(sorted(checked, key=lambda each: each.subject.platform), _name):
        cases = list(group)
        suite = SubElement(root, "testsuite", {"name": _xml(platform), **_counts(cases)})
        properties = SubElement(suite, "properties")
        SubElement(properties, "property", name="notice", value=NOTICE)
        for each in cases:
            _case(suite, each)
    found: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return found + b"\n"


def _case(suite: Element, checked: Checked) -> None:
    at, ruling = checked.subject, checked.ruling
    where = f"{at.platform_name}: {at.document_name}" if at.document_name else at.platform_name
    case = SubElement(suite, "testcase", classname=_xml(where), name=_xml(checked.rule.id), time="0")
    words = "\n\n".join(
        [
            f"{checked.rule.title}. {ruling.told}",
            *(
                f"> {each.text}\n({each.section}{whence(checked, each)}, characters {each.span.start}-{each.span.end})"
                for each in ruling.quoted
            ),
            *(
                [f"{at.url}, version {at.version}, observed {at.observed_at:%Y-%m-%d}"]
                if at.observed_at
                else []
            ),
        ]
    )
    if checked.breaks:
        failure = SubElement(case, "failure", type=ruling.why.value, message=_xml(ruling.told))
        failure.text = _xml(words)
    elif ruling.outcome is not Outcome.PASSED:
        reason = "stood when accepted" if checked.stood else "unknown"
        SubElement(case, "skipped", message=_xml(f"{reason}: {ruling.told}"))
        SubElement(case, "system-out").text = _xml(words)
    else:
        SubElement(case, "system-out").text = _xml(words)


def _counts(checked: Sequence[Checked]) -> dict[str, str]:
    failures = sum(each.breaks for each in checked)
    skipped = sum(not each.breaks and each.ruling.outcome is not Outcome.PASSED for each in checked)
    return {
        "tests": str(len(checked)),
        "failures": str(failures),
        "errors": "0",
        "skipped": str(skipped),
        "time": "0",
    }


def _name(checked: Checked) -> str:
    return checked.subject.platform_name


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", shown(text, keep="\n\t"))
