"""Who is it? People, their sessions and what they may do."""
