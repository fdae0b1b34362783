"""Our own figures and the peers', one command each."""

# The command line sets how many threads share a matrix before the library of numbers is loaded; what is measured here is to be
# what it does.
import clausewatch.cli as command_line

__all__ = ["command_line"]
