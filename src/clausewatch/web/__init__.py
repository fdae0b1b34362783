"""The pages: server-rendered HTML that works without JavaScript, and the server that answers with it."""

from __future__ import annotations

from clausewatch.web.app import create_app
from clausewatch.web.server import RunningServer, serve, start_server
from clausewatch.web.site import Site

__all__ = ["RunningServer", "Site", "create_app", "serve", "start_server"]
