"""The MCP door: the domains' tools, for models; a process of its own, and part of the API's."""

from fractafrag.doors.mcp.app import create_mcp_app, mount, running
from fractafrag.doors.mcp.server import create_server

__all__ = ["create_mcp_app", "create_server", "mount", "running"]
