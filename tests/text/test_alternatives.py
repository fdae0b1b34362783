"""Pictures in place of words are read as their alternatives; pictures beside words, and those that decorate, are not."""

from __future__ import annotations

import pytest

from clausewatch.nouns.document import BlockKind, Page, Text
from clausewatch.text import read

PROSE = (
    "<p>We keep what you send us for thirty days, after which it is deleted from every system that holds it.</p>"
    * 3
)


def text(inner: str) -> Text:
    return read(Page(f"<body><main><h1>Terms</h1>{PROSE}{inner}{PROSE}</main></body>".encode())).text


def test_a_badge_is_what_its_cell_says() -> None:
    rows = (
        "<table><tr><th>Data<th>Shared<tr><td>Address<td><img src=y.png alt=Yes>"
        "<tr><td>Photos<td><span role=img aria-label=No></span><tr><td>Name<td><picture><img alt=Yes></picture></table>"
    )
    found = text(rows)
    said = [[cell.of(found.content) for cell in block.cells] for block in found.blocks if block.cells]
    assert said == [["Data", "Shared"], ["Address", "Yes"], ["Photos", "No"], ["Name", "Yes"]]


def test_a_heading_drawn_as_an_image_is_a_heading() -> None:
    found = text("<h2><img alt='Your  duties' src=duties.gif></h2>")
    assert [
        block.of(found.content)
        for block in found.blocks
        if block.kind is BlockKind.HEADING and block.level == 2
    ] == ["Your duties"]


@pytest.mark.parametrize(
    "figure",
    [
        "<figure><img alt='Your data goes to our hosts in Ireland.'><figcaption>Figure 1</figcaption></figure>",
        "<figure><picture><img alt='Your data goes to our hosts in Ireland.'></picture></figure>",
        "<p><img alt='Your data goes to our hosts in Ireland.'></p>",
    ],
)
def test_what_a_figure_says_is_read(figure: str) -> None:
    assert "\n\nYour data goes to our hosts in Ireland.\n\n" in text(figure).content


@pytest.mark.parametrize(
    "picture",
    [
        "<p><img alt='A woman smiles at her laptop'></p>",
        "<h2><img alt='Example logo'></h2>",
        "<h2><a href=/><img alt='Example Company'></a></h2>",
        "<p>Call us <img alt='This phone rings all day long.'> now</p>",
        "<p><img alt='All of this is hidden.' aria-hidden=true></p>",
        "<table><tr><td>One<td>Two<tr><td><img alt=tick> Yes<td>No</table>",
        "<figure><img alt='We never sell it.'><figcaption>We never sell it.</figcaption></figure>",
        "<p><a href=/x><img alt='Read how we work with others.'></a></p>",
    ],
)
def test_pictures_that_decorate_say_nothing(picture: str) -> None:
    without = picture.replace("alt=", "data-a=")
    assert text(picture).content == text(without).content
