"""The vocabulary: frozen types that pass between the rooms. Read these first."""
