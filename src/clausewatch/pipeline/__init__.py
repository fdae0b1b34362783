"""The order of things: one file per step, each safe to run twice."""
