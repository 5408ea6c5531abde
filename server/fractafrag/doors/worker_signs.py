"""The signs of life that workers leave for others: the relay in Redis, each for itself in a file."""

ALIVE_KEY = "worker:alive"
ALIVE_S = 30

FILE_S = 5.0
"""How often a worker that takes tasks touches its file; doors/probe.py looks at it."""
