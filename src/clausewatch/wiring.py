"""The one place where shells are chosen and joined."""
