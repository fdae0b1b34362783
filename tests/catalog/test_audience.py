"""For whom a document is: by what was declared of it, its name, its kind."""

from __future__ import annotations

import pytest

from clausewatch.catalog.document_types import DOCUMENT_TYPES
from clausewatch.nouns.audience import Audience, audience_of
from clausewatch.nouns.catalog import Document


@pytest.mark.parametrize(
    ("kind", "readers"),
    [
        ("Terms of Service", Audience.EVERYONE),
        ("Privacy Policy", Audience.EVERYONE),
        ("Community Guidelines", Audience.EVERYONE),
        ("In-App Purchases Policy", Audience.EVERYONE),
        ("Marketplace Buyers Conditions", Audience.EVERYONE),
        ("Commercial Terms", Audience.BUSINESSES),
        ("Data Processor Agreement", Audience.BUSINESSES),
        ("Data Controller Agreement", Audience.BUSINESSES),
        ("Business Privacy Policy", Audience.BUSINESSES),
        ("Service Level Agreement", Audience.BUSINESSES),
        ("Sub-processor List", Audience.BUSINESSES),
        ("Developer Terms", Audience.DEVELOPERS),
        ("Review Guidelines", Audience.DEVELOPERS),
        ("Marketplace Sellers Conditions", Audience.ADVERTISERS),
        ("Advertising Content Policy", Audience.ADVERTISERS),
        ("Law Enforcement Guidelines", Audience.AUTHORITIES),
        ("Vulnerability Disclosure Policy", Audience.RESEARCHERS),
    ],
)
def test_a_kind_tells_whom_it_addresses(kind: str, readers: Audience) -> None:
    assert kind in DOCUMENT_TYPES
    assert audience_of(kind) is readers


@pytest.mark.parametrize(
    ("kind", "name", "declared", "readers"),
    [
        ("Terms of Service", "Enterprise Agreement", "", Audience.BUSINESSES),
        ("Terms of Service", "Customer Agreement", "", Audience.BUSINESSES),
        ("Privacy Policy", "Privacy Policy for Business", "", Audience.BUSINESSES),
        ("Terms of Service", "API Terms", "", Audience.DEVELOPERS),
        ("Commercial Terms", "Consumer Terms", "", Audience.EVERYONE),
        ("Terms of Service", "Rapid Terms", "", Audience.EVERYONE),
        ("Terms of Service", "Terms", "enterprise customers", Audience.BUSINESSES),
        ("Commercial Terms", "Commercial Terms", "everyone", Audience.BUSINESSES),
        ("Commercial Terms", "Commercial Terms", "consumers", Audience.EVERYONE),
    ],
)
def test_what_is_nearer_to_the_document_tells_first(
    kind: str, name: str, declared: str, readers: Audience
) -> None:
    assert audience_of(kind, name, declared) is readers
    document = Document("elm/x", "elm", name, kind, (), audience=declared or "everyone")
    assert document.readers is readers
    assert document.readers_named == (declared if declared not in ("", "everyone") else readers.value)
