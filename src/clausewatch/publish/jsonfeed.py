"""Change records as a JSON Feed (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json

from clausewatch.publish.feed import FeedEntry, entry_urn, newest_first
from clausewatch.publish.record_line import instant
from clausewatch.publish.words import DISCLAIMER, INDEPENDENCE, one_line, sendable


def json_feed(title: str, feed_url: str, base_url: str, entries: tuple[FeedEntry, ...]) -> bytes:
    """The feed document, newest entry first; its entries have the ids that the Atom feed gives them."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": one_line(title, 300),
        "description": f"{DISCLAIMER} {INDEPENDENCE}",
        "home_page_url": sendable(base_url),
        "feed_url": sendable(feed_url),
        "language": "en",
        "authors": [{"name": "Clausewatch"}],
        "items": [
            {
                "id": entry_urn(each),
                "url": sendable(each.url),
                "title": one_line(each.title, 300),
                "content_html": sendable(each.html),
                "content_text": sendable(each.text),
                "date_published": instant(each.updated),
                "date_modified": instant(each.updated),
            }
            for each in newest_first(entries)
        ],
    }
    return json.dumps(feed, ensure_ascii=False).encode()
