"""Charts: a noun in, a Vega-Lite specification, a sentence and a table out."""

from clausewatch.publish.charts.adoption import (
    adoption_finding,
    adoption_height,
    adoption_key,
    adoption_spec,
    adoption_twin,
)
from clausewatch.publish.charts.frame import bounded, distinct, width
from clausewatch.publish.charts.grid import heat_height, heat_spec, profile_height, profile_spec
from clausewatch.publish.charts.shapes import (
    Grid,
    Look,
    Mark,
    Spec,
    Spread,
    Stretch,
    StretchKind,
    Stroke,
    Tally,
    Timeline,
)
from clausewatch.publish.charts.timeline import timeline_height, timeline_spec
from clausewatch.publish.charts.twin import (
    Twin,
    grid_finding,
    heat_twin,
    profile_twin,
    stretches_twin,
    timeline_finding,
    timeline_key,
    timeline_twin,
)

__all__ = [
    "Grid",
    "Look",
    "Mark",
    "Spec",
    "Spread",
    "Stretch",
    "StretchKind",
    "Stroke",
    "Tally",
    "Timeline",
    "Twin",
    "adoption_finding",
    "adoption_height",
    "adoption_key",
    "adoption_spec",
    "adoption_twin",
    "bounded",
    "distinct",
    "grid_finding",
    "heat_height",
    "heat_spec",
    "heat_twin",
    "profile_height",
    "profile_spec",
    "profile_twin",
    "stretches_twin",
    "timeline_finding",
    "timeline_height",
    "timeline_key",
    "timeline_spec",
    "timeline_twin",
    "width",
]
