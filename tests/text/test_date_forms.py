"""Forms of printed dates in five languages, each with the value it has and what kind it is. All lines are ours."""

from __future__ import annotations

import pytest

from clausewatch.nouns.document import Page, Text
from clausewatch.text import find_dates, read

UPDATED = """
Last updated: March 5, 2026
Last Updated on March 5th, 2026
Last updated 5 March 2026
Last Update: 5 March, 2026
Updated March 5 2026
UpdatedMarch 5, 2026
Updated: Thursday, March 5, 2026
Updated: Mar. 5, 2026
Updated 5-Mar-2026
Updated Mar-5-2026
LAST MODIFIED MARCH 5, 2026
Last date modified: 2026-03-05
Date of last revision: 2026/03/05
Last revised 2026-03-05T09:30:00Z
Revision date: 5 March 2026
Last reviewed: 5th March 2026
Last edited March 5, 2026
As of March 5, 2026
Dated this 5th day of March, 2026
Dated 5th of March 2026
Version 3.1 (March 5, 2026)
Version of March 5, 2026
v3.1 - last amended 05.03.2026
Most recent changes: March 5, 2026
Last updated: March 5, 2026Previous version
Last updated: 20260305
Stand: 5. März 2026
Stand 05.03.2026
Stand: 5.3.2026
(Stand: 05. März 2026)
Zuletzt aktualisiert am 5. März 2026
Zuletzt geändert: 5.März 2026
Letzte Aktualisierung: 05.03.2026
Datum der letzten Überarbeitung: 5. Mrz. 2026
Fassung vom 5. März 2026
Version vom 05.03.2026
Dernière mise à jour : 5 mars 2026
Mise à jour le 5 mars 2026
Date de dernière révision : 5 mars 2026
Version du 5 mars 2026
Document en date du 5 mars 2026
MàJ : 5 mars 2026
Última actualización: 5 de marzo de 2026
Actualizado el 5 de marzo del 2026
Última modificación: 5 marzo 2026
Fecha de la última revisión: 5 de marzo de 2026
Versión de 5 de marzo de 2026
Última actualización: marzo 5, 2026
最后更新日期：2026年3月5日
更新时间: 2026 年 03 月 05 日
最近修订：2026-03-05
本版本更新于2026年3月5日
最後更新：2026年3月5日
修訂日期：2026年3月5號
更新日期：二〇二六年三月五日
March 5, 2026
5 March 2026
2026-03-05
"""
EFFECTIVE = """
The Effective Date of these Terms is March 5, 2026
Effective from and as of 5 March 2026
Effective March 5, 2026
Effective:March 5, 2026
Effective Date: 5 March 2026
Effective as of March 5, 2026
These terms take effect on March 5, 2026
These terms go into effect on 5 March 2026. They will took effect: March 5, 2026
This policy enters into force on 5 March 2026
Entry into force: 5 March 2026
In force from 5 March 2026
Valid from 2026-03-05
Applies from 5 March 2026
Commencement date: 5 March 2026
With effect from 5 March 2026
Gültig ab 05.03.2026
Gültig ab dem 5. März 2026
Diese Bedingungen treten am 5. März 2026 in Kraft
Inkrafttreten: 5. März 2026
Wirksam ab 5. März 2026
Gilt ab 5. März 2026
Mit Wirkung zum 5. März 2026
En vigueur le 5 mars 2026
Entrée en vigueur : 5 mars 2026
Date d'entrée en vigueur : 5 mars 2026
Date d'effet : 5 mars 2026
Applicable à compter du 5 mars 2026
Fecha de entrada en vigor: 5 de marzo de 2026
Vigente desde el 5 de marzo de 2026
En vigor a partir del 5 de marzo de 2026
Fecha de vigencia: 5 de marzo de 2026
Efectivo: 5 de marzo de 2026
生效日期：2026年3月5日
本协议自2026年3月5日起生效
本政策于2026年3月5日起施行
自二〇二六年三月五日起实施
"""
PUBLISHED = """
Published: March 5, 2026
Published on 2026-03-05
Posted March 5, 2026
Date of publication: 5 March 2026
Release Date: March 5, 2026
Issued: 5 March 2026
Notice given: 5 March 2026
Announced on March 5, 2026
Veröffentlicht am 5. März 2026
Bekanntgabe: 5. März 2026
Publié le 5 mars 2026
Date de publication : 5 mars 2026
Mise en ligne : 5 mars 2026
Publicado el 5 de marzo de 2026
Fecha de publicación: 5 de marzo de 2026
发布日期：2026年3月5日
發佈日期：2026年3月5日
2026年3月5日发布
"""
MONTHS = """
Last updated: March 2026
Updated Mar. 2026
Last Updated, March, 2026
Stand: März 2026
Stand 03/2026 (März 2026)
Dernière mise à jour : mars 2026
Última actualización: marzo de 2026
更新日期：2026年3月
Effective March 2026
Version 4 (March 2026)
"""
NONE = """
Last updated: 03/04/2026
Last updated: 3-4-2026
Last updated: February 30, 2026
Last updated: 31.02.2026
Last updated: 12 days ago
Last updated yesterday
Updated 2 weeks ago
Zuletzt aktualisiert vor 3 Tagen
Mis à jour il y a 2 mois
Actualizado hace 5 días
更新于 3 天前
Effective upon posting
Effective immediately
Effective as of the date you accept
Gültig ab sofort
Copyright 2026 Example Ltd
© 2019-2026 Example
March 2026
The directive of 27 April 2016 applies to us.
Previous version: March 5, 2026
This replaces the version dated March 5, 2026
Prior version (effective March 5, 2026)
Vorherige Fassung vom 5. März 2026
Version précédente : 5 mars 2026
Versión anterior: 5 de marzo de 2026
历史版本：2026年3月5日
Archive: March 5, 2026
Our company was founded on March 5, 2026
Case number 2026-03-0512
Order 12/2026-03-05/7
We comply with Regulation (EU) 2016/679 of the European Parliament and of the Council of 5 March 2026 as amended and applicable since 5 March 2026 in every state.
"""
PROSE = "<p>You may use the service only as these terms allow, and we may change them when the law requires it.</p>"


def lines(block: str) -> list[str]:
    return [line for line in block.splitlines() if line.strip()]


def text_of(*parts: str) -> Text:
    return read(Page(f"<main><h1>T</h1>{''.join(parts)}{PROSE}</main>".encode())).text


def found(text: Text) -> list[tuple[str, str]]:
    return [(each.kind.value, each.value.isoformat()) for each in find_dates(text)]


@pytest.mark.parametrize(
    ("kind", "line"),
    [(kind, line) for kind, block in (("updated", UPDATED), ("effective", EFFECTIVE), ("published", PUBLISHED)) for line in lines(block)],
)  # fmt: skip
def test_the_fifth_of_march_in_every_form(kind: str, line: str) -> None:
    text = text_of(f"<p>{line}</p>")
    dates = find_dates(text)
    assert (kind, "2026-03-05") in found(text)
    assert all(each.exact for each in dates)
    for each in dates:
        assert text.content[each.start : each.end] in line
        assert any(figure in text.content[each.start : each.end] for figure in ("5", "五"))


@pytest.mark.parametrize("line", lines(MONTHS))
def test_a_month_without_a_day_is_its_first_day_and_said_to_be_inexact(line: str) -> None:
    dates = find_dates(text_of(f"<p>{line}</p>"))
    assert [(each.value.isoformat(), each.exact) for each in dates] == [("2026-03-01", False)]


@pytest.mark.parametrize("line", lines(NONE))
def test_what_is_no_date_of_the_document(line: str) -> None:
    assert found(text_of(f"<p>{line}</p>")) == []


def test_there_are_at_least_120_forms() -> None:
    assert sum(len(lines(block)) for block in (UPDATED, EFFECTIVE, PUBLISHED, MONTHS, NONE)) >= 120


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Published 3 February 2026, effective 5 March 2026", [("published", "2026-02-03"), ("effective", "2026-03-05")]),
        ("Last updated: March 5, 2026. Effective: April 4, 2026.", [("updated", "2026-03-05"), ("effective", "2026-04-04")]),
        ("Stand: 5. März 2026, gültig ab 1. April 2026", [("updated", "2026-03-05"), ("effective", "2026-04-01")]),
        ("Publié le 5 mars 2026, en vigueur le 1er avril 2026", [("published", "2026-03-05"), ("effective", "2026-04-01")]),
        ("发布日期：2026年3月5日 生效日期：2026年4月1日", [("published", "2026-03-05"), ("effective", "2026-04-01")]),
        ("Last updated 1er janvier 2026", [("updated", "2026-01-01")]),
        ("Effective 10.19.2020", [("effective", "2020-10-19")]),
        ("Effective 19/10/2020", [("effective", "2020-10-19")]),
        ("Effective 10/19/2020", [("effective", "2020-10-19")]),
        ("Last updated 19-10-2020", [("updated", "2020-10-19")]),
        ("Last updated 04/04/2026", [("updated", "2026-04-04")]),
    ],
)  # fmt: skip
def test_several_dates_of_one_line(line: str, expected: list[tuple[str, str]]) -> None:
    assert found(text_of(f"<p>{line}</p>")) == expected


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Aktualisiert: 05/03/2026", "Sie dürfen den Dienst nur nutzen, wie es diese Bedingungen erlauben, und wir dürfen sie ändern."),
        ("Dernière mise à jour : 05/03/2026", "Vous pouvez utiliser le service dans la mesure où ces conditions le permettent, et nous les modifions."),
        ("Última actualización: 05/03/2026", "Usted puede usar el servicio como lo permiten estas condiciones, y nosotros las cambiamos si la ley lo exige."),
    ],
)  # fmt: skip
def test_figures_are_day_first_where_the_documents_language_orders_them_so(line: str, words: str) -> None:
    text = read(Page(f"<main><h1>T</h1><p>{line}</p>{f'<p>{words}</p>' * 4}</main>".encode())).text
    assert found(text) == [("updated", "2026-03-05")]


def test_lists_of_earlier_versions_are_not_the_documents_own_dates() -> None:
    own = "<p>Last updated: March 5, 2026</p>"
    archive = "<h2>Previous versions</h2><ul><li>May 1, 2024</li><li>Effective June 3, 2023</li></ul>"
    unnamed = "<ul><li>May 1, 2024</li><li>June 3, 2023</li><li>July 9, 2022</li></ul>"
    history = "<h2>Revision history</h2><table><tr><td>1.0</td><td>Updated May 1, 2024</td></tr></table>"
    for other in (archive, unnamed, history):
        assert found(text_of(own, other)) == [("updated", "2026-03-05")]


def test_dates_in_the_middle_of_a_long_document_are_not_its_own() -> None:
    middle = PROSE * 20 + "<p>Prices were last updated on May 1, 2024.</p>" + PROSE * 20
    assert found(text_of("<p>Effective March 5, 2026</p>", middle)) == [("effective", "2026-03-05")]


def test_the_end_of_a_long_document_may_date_it() -> None:
    assert found(text_of(PROSE * 30, "<p>Stand: 5. März 2026</p>")) == [("updated", "2026-03-05")]
