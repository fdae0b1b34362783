"""Words of plain speech that assert nothing by themselves, so that a claim may have them where the text has not."""

from __future__ import annotations

from clausewatch.meaning.gate.wording import stem

_WORDS = (
    "cover stand earn count happen let set bring turn need require enough elsewhere near still inside happen face world kind move "
    "leave left come call hold look back try start stay entitled likely simply keep give add switch change decide outside "
    "advise prohibit ban forbid bar point tenth half third quarter document write say state promise page text read accord "
    "tell website list want wish find "
    "shall"
)
PLAIN = frozenset(map(stem, _WORDS.split()))
