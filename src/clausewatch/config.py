"""The settings of an instance."""
