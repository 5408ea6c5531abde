"""What may be done in engagement: leave marks, report what was watched, value it, and be forgotten."""
