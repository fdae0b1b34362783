"""What a stranger can check: Merkle trees, tiles, signed checkpoints, leaves and selectors. Pure."""
