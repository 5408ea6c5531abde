"""What did people say? The schema is in place; the feature follows the core loop (D009)."""
