"""How the media set is drawn: each module knows one kind of thing, `make.py` writes them to files."""
