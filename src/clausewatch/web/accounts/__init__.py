"""The pages of an instance with accounts: signing up and in, and what members do."""

from clausewatch.web.accounts.doors import DOORS
from clausewatch.web.accounts.gate import routes

__all__ = ["DOORS", "routes"]
