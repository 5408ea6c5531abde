"""Which clients ask to act for people, and how are they let in? The authorization server of OAuth 2.1."""
