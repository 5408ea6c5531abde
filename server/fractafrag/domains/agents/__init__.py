"""Which programs act for whom? API keys, grants of OAuth, and what was done with them."""
