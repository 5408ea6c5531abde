"""The signs of life that workers leave for others: the relay in Redis, each for itself in a file."""

ALIVE_KEY = "worker:alive"
ALIVE_S = 30

FILE_S = 5.0
"""How often a worker that takes tasks touches its file."""
FILE_STALE_S = 30.0
"""From which age on the file says that it takes none."""
