"""Mail to an account's owner that how one signs in to it was changed: sent after the answer, once, as links are."""

from __future__ import annotations

from starlette.background import BackgroundTask
from starlette.responses import Response

from clausewatch.nouns.account import Account
from clausewatch.pipeline.letters import Change, Changed, send_letter
from clausewatch.web.accounts.visit import Visit


def telling(
    visit: Visit, answer: Response, what: Change, about: str = "", whose: Account | None = None
) -> Response:
    """The answer, which tells the owner of the visitor's account, or of that one, what was changed. `about` names it."""
    email = (whose or visit.account).email
    letter = Changed(email, what, visit.now, about, visit.where)
    answer.background = BackgroundTask(
        send_letter, visit.members.instance.courier, letter, visit.desk.site.base_url, visit.now
    )
    return answer
