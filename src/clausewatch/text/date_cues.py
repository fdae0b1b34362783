"""The words that say which date of a document a date is, in five languages, and those that say it is another's."""

from __future__ import annotations

import re

from clausewatch.nouns.document import DateKind

_UPDATED = (
    r"(?:last\s+|most\s+recent(?:ly)?\s+)?(?:updated?|modified|revised|amended|changed|changes?|edited|reviewed|revision|modification|amendment)(?:\s+date)?|as\s+of|dated|version|rev\.?|"
    r"(?:zuletzt\s+)?(?:aktualisiert|geändert|überarbeitet|bearbeitet)|(?:letzte[ns]?\s+)?(?:aktualisierung|änderung|fassung|überarbeitung|bearbeitung)|stand|"
    r"(?:dernière\s+)?(?:mise\s+à\s+jour|modification|révision|actualisation)|mis(?:es?)?\s+à\s+jour|modifiée?s?|révisée?s?|actualisée?s?|en\s+date\s+du|màj|"
    r"(?:última\s+)?(?:actualización|modificación|revisión)|actualizad[oa]s?|modificad[oa]s?|revisad[oa]s?|versión"
)
_EFFECTIVE = (
    r"effective(?:\s+(?:date|and|as\s+of|from|on))*|in\s+effect|in\s+force|(?:takes?|took|taking|goes|went|with)\s+(?:into\s+)?effect|(?:comes?|came|enters?|entry)\s+into\s+(?:force|effect)|valid\s+(?:from|as)|appl(?:ies|y|icable)\s+(?:from|as|since|starting)|"
    r"(?:commencement|start(?:ing)?|commencing)\s*(?:date)?|commences?|"
    r"gültig|in\s+kraft|inkrafttreten|kraft|wirksam|geltung|gilt\s+(?:ab|seit)|gelten\s+(?:ab|seit)|mit\s+wirkung|wirkung|"
    r"en\s+vigueur|vigueur|prend\s+effet|date\s+d.effet|effet|applicables?|à\s+compter\s+du|"
    r"vigor|vigencia|vigentes?|efectiv[oa]s?|a\s+partir\s+del?|aplicables?"
)
_PUBLISHED = (
    r"published|posted|publication|issued?|created|released?|adopted|announced|notice|"
    r"veröffentlicht|veröffentlichung|erschienen|bekanntgabe|bekannt\s+gegeben|erstellt|"
    r"publiée?s?|mise?\s+en\s+ligne|parution|publicad[oa]s?|publicación|emitid[oa]"
)
_WORDS = tuple(
    (kind, re.compile(rf"(?<![^\W\d_])(?:{cues})(?:(?![^\W_])|(?=(?-i:[A-Z])))", re.IGNORECASE))
    for kind, cues in (
        (DateKind.EFFECTIVE, _EFFECTIVE),
        (DateKind.PUBLISHED, _PUBLISHED),
        (DateKind.UPDATED, _UPDATED),
    )
)
CUES = (
    *_WORDS,
    (DateKind.EFFECTIVE, re.compile("生效|施行|实施|實施|适用|起效")),
    (DateKind.PUBLISHED, re.compile("发布|發布|發佈|发表|公布|公佈|刊登")),
    (DateKind.UPDATED, re.compile("更新|修订|修訂|修改|版本|修正|改定")),
)
"""Kinds and their words, strongest first."""

# One earlier version, or a list of them: dates behind are theirs.
EARLIER = re.compile(
    r"(?:previous|prior|earlier|older|former|superseded|archived?|historical|preceding)\s+(?:version|edition|terms|polic(?:y|ies)|release)(?P<many>s)?|(?:supersed|replac)(?:es|ing|ed)\b|archives?\s*(?:of|:|\()|"
    r"(?:vorherige|frühere|ältere|vorige)[nrs]?\s+(?:version|fassung)(?P<many_de>en)?|ersetzt|"
    r"versions?\s+(?:précédente|antérieure|archivée)(?P<many_fr>s)?|remplace|version(?:es)?\s+(?:anterior|archivada)(?P<many_es>e?s)?|versión\s+anterior|(?:reemplaza|sustituye)\b|"
    r"历史版本|歷史版本|旧版|舊版|以前的版本|上一版|过往版本",
    re.IGNORECASE,
)
HISTORY = re.compile(
    r"(?:version|revision|change|document|update|amendment)\s*(?:history|log)|change\s*-?log|summary\s+of\s+(?:\w+\s+)?changes|archive[sd]?\b|(?:previous|prior|earlier|older|past)\s+(?:versions|editions|terms|policies)|"
    r"änderungs(?:historie|verlauf|protokoll)|versions(?:historie|verlauf)|frühere\s+(?:fassungen|versionen)|historique|versions\s+(?:précédentes|antérieures)|"
    r"historial|versiones\s+anteriores|历史版本|修订历史|修订记录|版本历史|变更记录",
    re.IGNORECASE,
)
"""Titles of lists of earlier versions."""

OF_A_LAW = re.compile(
    r"\b(?:regulation|directive|act|law|decree|statute|gdpr|parliament|council|commission|decision|court|shield|treaty|"
    r"verordnung|richtlinie|gesetz(?:es)?|beschluss|urteil|dsgvo|règlement|loi|décret|décision|rgpd|reglamento|directiva|ley|decreto)\b|《[^》]*法》",
    re.IGNORECASE,
)
"""Words of laws and rulings, whose dates stand in running text."""
