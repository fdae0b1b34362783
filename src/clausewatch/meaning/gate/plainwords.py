"""Words of plain speech that assert nothing by themselves, so that a claim may have them where the text has not."""

from __future__ import annotations

from clausewatch.meaning.gate.wording import stem

_WORDS = (
    "cover stand earn count happen let set bring turn need require enough elsewhere near still inside happen face world kind move "
    "leave left come call hold look back try start stay entitled likely simply keep give add switch change decide outside "
    "advise prohibit ban forbid bar point tenth half third quarter document write say state promise page text read accord "
    "tell website list want wish find "
    "shall reach hand moment side later soon serve begin mean follow lead carry bear involve touch go pass stick place point matter "
    "question whoever whole actual normal simple straight quick big small little right wrong lie fall fit work run build open close meet "
    "depend concern cause belong appear seem last treat deal rest count whatever everywhere sort shape spell mention explain describe "
    "yearly annually quarterly monthly weekly daily hourly "  # what `numbers.rates` looks at
    "long along "
    "whereas besides despite regarding concerning beyond alongside throughout whereby apiece plus amid thereby hence "
    "reserve commit undertake oblige encourage permit allow "
    "altogether nonetheless anyway meanwhile merely mere straightforward plain clear instead rather"
)
PLAIN = frozenset(map(stem, _WORDS.split()))
