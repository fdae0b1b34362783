"""Scores of the stages on the development data."""
