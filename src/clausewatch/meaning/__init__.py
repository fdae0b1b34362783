"""Provision -> Finding: what a statement is, whom it binds, what it names, and how much it weighs, held to the text."""
