"""The API under /api/v1: what the pages show, as JSON for programs. It only reads."""

from clausewatch.web.api.app import create_api

__all__ = ["create_api"]
