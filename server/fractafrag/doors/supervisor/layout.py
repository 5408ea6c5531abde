"""Where one instance keeps its things, and the settings that only its supervisor reads."""

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from fractafrag.core.settings import ROOT, Settings
from fractafrag.doors.supervisor.trouble import AlreadyRunningError, NotOursError


class UpSettings(Settings):
    """The settings of an instance plus those of the processes that `fractafrag up` starts for it."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    # What `fractafrag up` starts by itself
    fractafrag_data: Path = Field(
        ROOT / ".fractafrag",
        description="Folder of everything an instance keeps: database, media, logs, secrets.",
    )
    postgres_port: int | None = Field(
        None, ge=1, le=65535, description="Port of the embedded PostgreSQL; empty: a free one."
    )
    valkey_port: int | None = Field(None, ge=1, le=65535, description="Port of the embedded Valkey; empty: a free one.")
    renderer_port: int | None = Field(None, ge=1, le=65535, description="Port of the renderer; empty: a free one.")
    api_workers: int = Field(1, ge=1, le=64, description="Processes that serve the API.")
    worker_concurrency: int = Field(2, ge=1, le=64, description="Tasks that the worker does at once.")

    @classmethod
    def read(cls) -> Self:
        """The settings as the environment and `.env` give them; raises pydantic's ValidationError.

        ENV_FILE names another file than `.env`, or none when it is empty: tests must not meet a person's database.
        """
        given: dict[str, Any] = {"_env_file": os.environ.get("ENV_FILE", str(ROOT / ".env")) or None}
        return cls(**given)

    @property
    def data(self) -> Path:
        """The data folder in full; a relative one lies in the checkout, as in `.env.example`."""
        return (ROOT / self.fractafrag_data.expanduser()).resolve()

    def variables(self) -> dict[str, str]:
        """What was given, as the environment variables by which our processes learn of it."""
        return {name.upper(): _text(getattr(self, name)) for name in sorted(self.model_fields_set)}

    def given(self, name: str) -> bool:
        """True when the environment or `.env` names this setting, rather than its default."""
        return name in self.model_fields_set


def _text(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, Path):
        return str(ROOT / value.expanduser())
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Layout:
    """The paths inside a data folder."""

    data: Path

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    @property
    def valkey(self) -> Path:
        return self.data / "valkey"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def state(self) -> Path:
        return self.data / "state.json"

    def log(self, service: str) -> Path:
        """The log file of a service."""
        return self.logs / f"{service}.log"

    def prepare(self) -> None:
        """Makes the folders; raises NotOursError when the data folder is somebody else's."""
        # As root the database runs as its own user, which must be able to pass through, though not to list.
        try:
            self.data.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
            for folder in (self.valkey, self.logs):
                folder.mkdir(mode=0o700, exist_ok=True)
            for path in (self.data, self.valkey, self.logs, self.data / "lock", self.data / "secrets.env"):
                if path.exists() and not os.access(path, os.R_OK | os.W_OK):
                    raise PermissionError(path)
        except PermissionError as error:
            raise NotOursError(
                f"{self.data} cannot be written by this user. "
                "Run as its owner, or choose another folder: FRACTAFRAG_DATA=…"
            ) from error

    @contextlib.contextmanager
    def held(self) -> Generator[None]:
        """Holds the folder for this process; raises AlreadyRunningError. A killed holder lets go by itself."""
        with (self.data / "lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                raise AlreadyRunningError(
                    f"Fractafrag already runs on {self.data} (process {lock.read().strip() or 'unknown'}). "
                    "Stop that one first, or give this one another folder: FRACTAFRAG_DATA=…"
                ) from None
            lock.seek(0)
            lock.truncate()
            lock.write(str(os.getpid()))
            lock.flush()
            yield

    def running_addresses(self) -> dict[str, str] | None:
        """The settings under which the running instance reaches its parts; None when none runs here."""
        if not self.state.exists():
            return None
        with contextlib.suppress(AlreadyRunningError, OSError), self.held():
            return None
        try:
            return {str(key): str(value) for key, value in json.loads(self.state.read_text()).items()}
        except (OSError, ValueError):
            return None

    def write_state(self, addresses: dict[str, str]) -> None:
        """Leaves the addresses of the running parts for other commands of the same user."""
        write_private(self.state, json.dumps(addresses, indent=1))

    def secrets(self) -> tuple[dict[str, str], bool]:
        """The instance's secrets, made once; True when they were made just now."""
        path = self.data / "secrets.env"
        names = ("JWT_SECRET", "API_KEY_PEPPER", "SECRETS_KEY", "POSTGRES_PASSWORD", "VALKEY_PASSWORD")
        kept: dict[str, str] = {}
        if path.exists():
            for line in path.read_text().splitlines():
                name, separator, value = line.partition("=")
                if separator and not name.startswith("#"):
                    kept[name.strip()] = value.strip()
        missing = [name for name in names if not kept.get(name)]
        if missing:
            kept |= {name: secrets.token_urlsafe(36) for name in missing}
            head = "# Secrets of this instance, made by `fractafrag up`. Keep them with its data; show nobody.\n"
            write_private(path, head + "".join(f"{name}={value}\n" for name, value in kept.items()))
        return {name: kept[name] for name in kept}, "POSTGRES_PASSWORD" in missing


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner may read, whole or not at all."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
