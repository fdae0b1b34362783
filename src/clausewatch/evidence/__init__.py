"""The log on disk: tiles that are written once, a signed checkpoint, the key that signs it, and what outsiders say of it."""

from clausewatch.evidence.authorities import Authority
from clausewatch.evidence.cosigners import Cosigner, FolderWitnesses
from clausewatch.evidence.judging import read_pinned
from clausewatch.evidence.log import FolderLog
from clausewatch.evidence.stamps import FolderStamps

__all__ = ["Authority", "Cosigner", "FolderLog", "FolderStamps", "FolderWitnesses", "read_pinned"]
