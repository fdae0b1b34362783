"""Charts as Vega-Lite specifications: one source for page, file and report."""

from clausewatch.publish.charts.adoption import AdoptionInk, adoption_spec

__all__ = ["AdoptionInk", "adoption_spec"]
