"""What a provision means: topics, parties, facts, severity, and text that is held to the provision's own words."""
