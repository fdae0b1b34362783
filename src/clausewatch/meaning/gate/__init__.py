"""The claim gate: no sentence about a document is published unless its cited statements bear it."""

from clausewatch.meaning.gate.ruling import first_objection as first_objection
from clausewatch.meaning.gate.ruling import gate as gate
