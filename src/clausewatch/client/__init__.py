"""A client for the API of an instance: typed answers, lists followed to their end, answers kept by their tags.

from clausewatch.client import Client

with Client("http://127.0.0.1:8300") as client:
    for record in client.changes(severity="high"):
        print(record["observed_at"], record["platform"], record["summary"])
"""

from __future__ import annotations

from typing import Self

from clausewatch.client.errors import ApiError, BusyError, NotFoundError, UnreachableError
from clausewatch.client.instance import Standing
from clausewatch.client.matters import Matters
from clausewatch.client.texts import Texts

__all__ = ["ApiError", "BusyError", "Client", "NotFoundError", "UnreachableError"]


class Client(Texts, Matters, Standing):
    """Everything an instance tells. Answers are dictionaries with the fields that `clausewatch.client.answers` names.

    Raises ApiError with the problem's title and detail (NotFoundError for an unknown name, BusyError where waiting did not
    help), UnreachableError where no answer came. What takes arguments and returns is said at `Asking`.
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()
