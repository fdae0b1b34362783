"""The demonstration: five fictional platforms with nine months of dated pages, served, watched and held to their story.

`load_story` tells what happens, `SimulatedClock` when it is, `DemoSite` serves it, `platforms` puts it in the catalogue,
`rounds` says when to look, `MailSink` takes the alerts, `compare_with_story` and `render` say how well it went.
"""

from __future__ import annotations

from clausewatch.demo.catalogue import platforms
from clausewatch.demo.clock import SimulatedClock
from clausewatch.demo.printout import render
from clausewatch.demo.report import Found, StoryReport, compare_with_story
from clausewatch.demo.sink import MailSink
from clausewatch.demo.site import DemoSite
from clausewatch.demo.story import Story
from clausewatch.demo.story_file import load_story
from clausewatch.demo.timeline import rounds

__all__ = [
    "DemoSite",
    "Found",
    "MailSink",
    "SimulatedClock",
    "Story",
    "StoryReport",
    "compare_with_story",
    "load_story",
    "platforms",
    "render",
    "rounds",
]
