"""What a provision means: topics, parties, facts and severity, held to the text."""
