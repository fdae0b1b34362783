"""Pictures from specifications: a worker process with vl-convert, which draws charts and holds the browser's script.

vl-convert keeps the interpreter's lock while it works, and its engine cannot be stopped from within; so it works in a
process of its own, which is ended when it takes too long.
"""

from clausewatch.drawing.artist import ChartArtist, open_artist

__all__ = ["ChartArtist", "open_artist"]
