"""Where the world comes in: doors speak protocols and decide nothing."""
