"""Language models as optional advisers: asked with numbered statements, answered in typed proposals, trusted by nobody."""

from clausewatch.analysts.adviser import AdviserSettings, ModelAdviser, NoAdviser, Wire

__all__ = ["AdviserSettings", "ModelAdviser", "NoAdviser", "Wire"]
