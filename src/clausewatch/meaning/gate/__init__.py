"""The claim gate: no sentence about a document is published unless its cited statements bear it."""

from clausewatch.meaning.gate.ruling import gate as gate
