"""The sign of life that a worker leaves in Redis, and others look for."""

ALIVE_KEY = "worker:alive"
ALIVE_S = 30
