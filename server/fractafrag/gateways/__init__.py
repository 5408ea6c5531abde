"""Where the program goes out: one file per outside thing, each with a Protocol, the real one and a fake."""
