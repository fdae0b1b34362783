"""Declaration files to nouns and back, and importers of other archives."""

from clausewatch.catalog.declarations import Catalogue, DeclarationProblem, dump_platform, load_catalogue
from clausewatch.catalog.document_types import DOCUMENT_TYPES
from clausewatch.catalog.importers import open_captures, open_ota
from clausewatch.catalog.shipped import shipped

__all__ = [
    "DOCUMENT_TYPES",
    "Catalogue",
    "DeclarationProblem",
    "dump_platform",
    "load_catalogue",
    "open_captures",
    "open_ota",
    "shipped",
]
