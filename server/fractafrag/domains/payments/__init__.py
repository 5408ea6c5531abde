"""Where is the money? For now only the hooks of the later creator economy: tables without features (D011)."""
