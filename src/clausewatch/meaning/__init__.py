"""What a provision means: findings, facts, sentences that are held to the text. Pure."""
