"""Drivers that time the peers; the peers themselves are installed at bench time, outside the repository."""
