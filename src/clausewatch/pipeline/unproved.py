"""What `verify` of an instance does not prove, in sentences for readers."""

from __future__ import annotations

UNPROVED = {
    "sealed": "That nobody who may write the database sealed a change record anew (they are sealed, not logged): "
    "`clausewatch replay` tells which would be made otherwise now.",
    "told_at": "When watches were asked about a change (record.told_at).",
    "confirmed_by": "Which later recipe read a version the same (version.confirmed_by), and without which furniture "
    "(version.learned) since then.",
    "others": "Verdicts on captures, lineages of provisions that were not analysed, records of better readings and superseded "
    "ones that were added or taken away, the catalogue, accepted versions, accounts, watches and alerts.",
    "ends": "Records of where good captures ended: those that were added, and those taken away of documents of which captures came in "
    "later, by an import or after a fault of the log; and the record that led on from a text that is withheld.",
    "rulings": "That the newest rulings of editors were not taken away, or others put after them; what models proposed.",
    "searched": "Provisions that are not made ready to be searched, as after an upgrade: the next round makes them so; and "
    "the counts and spellings that searching offers.",
    "read": "That texts follow from the captured bytes: `clausewatch replay --again` reads them again.",
    "cut back": "That the log and its rows were not cut back together to an earlier head, or begun anew: a later checkpoint "
    "that somebody kept, a stamp or a witness tells.",
    "earlier heads": "That heads were kept before the earliest that is: earlier releases kept none.",
    "stamps": "That a head was stamped whose whole folder is gone, or by one authority beside another, but for the last stamp "
    "of each; and, of `state.json`, more than which that was.",
    "unsigned": "Those bytes of a time stamp's answer that the authority does not sign.",
    "packed": "With which bits layouts, outlines and details of changes are compressed, as long as they say the same.",
    "earlier tiles": "That partial tiles are kept which wider ones replaced: they tell nothing more.",
}
"""By a name for each: what is at rest and told by nothing that was logged, stamped or can be worked out again."""
