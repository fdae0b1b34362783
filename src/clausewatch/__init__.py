"""Clausewatch: a self-hosted observatory of platform policies."""

__version__ = "0.1.0"
