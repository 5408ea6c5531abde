"""Addresses that tools give out: where a person sees a work, changes it, and where a program reads it."""

from mcp_types import ResourceLink

from fractafrag.core.settings import settings

VIEWER = "ui://fractafrag/viewer"
"""The living picture that a host shows beside a result."""


def home() -> str:
    """The address of this instance, without a slash at its end."""
    return settings().public_url.rstrip("/")


def page_url(shader_id: str) -> str:
    """Where a person sees the work."""
    return f"{home()}/s/{shader_id}"


def studio_url(shader_id: str) -> str:
    """Where its author changes and publishes it."""
    return f"{home()}/studio/{shader_id}"


def code_link(shader_id: str) -> ResourceLink:
    """The resource with all of its code."""
    return ResourceLink(
        type="resource_link", uri=f"shader://{shader_id}/code", name=f"{shader_id}.glsl", mime_type="text/plain"
    )
