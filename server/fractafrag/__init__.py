"""Fractafrag: a self-hosted home for living shaders."""

__version__ = "0.1.0"
