"""MCP as a process of its own: `python -m fractafrag.doors.mcp`."""

import uvicorn

from fractafrag.core.settings import settings

if __name__ == "__main__":
    uvicorn.run(
        "fractafrag.doors.mcp:create_mcp_app",
        factory=True,
        host=settings().host,
        port=settings().mcp_port,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=20,
        log_config=None,
    )
