"""Every setting, read once from the environment; nothing else in the program reads it."""

import ipaddress
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LEAST_SECRET = 32
"""Characters of the shortest secret that production accepts."""
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

ROOT = Path(__file__).resolve().parents[3]


class Settings(BaseSettings):
    """The settings of one instance; each field is an environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore")

    environment: Literal["development", "production"] = Field(
        default="development", description="production: refuse to start while a secret is missing or a placeholder."
    )

    # Who we are
    instance_name: str = Field(default="Fractafrag", description="Name shown in the header and in page titles.")
    accent: str = Field(
        default="#b8ff3c", pattern="^#[0-9a-fA-F]{6}$", description="The one accent colour of this instance."
    )
    public_url: str = Field(
        default="http://127.0.0.1:8000", description="Address under which people reach this instance."
    )
    registration_open: bool = Field(default=True, description="Whether strangers may make an account.")

    # Where we listen
    host: str = Field(default="127.0.0.1", description="Address on which the API listens.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port on which the API listens.")
    mcp_port: int = Field(
        default=8020,
        ge=1,
        le=65535,
        description="Port on which the MCP server listens when it is a process of its own.",
    )
    mcp_sessions: bool = Field(
        default=True,
        description="Sessions for clients of MCP before 2026-07-28; off where several processes serve one address.",
    )
    mcp_conformance_fixtures: bool = Field(
        default=False,
        description="Also offer what the official conformance suite of MCP calls by name; only on loopback.",
    )
    trusted_proxies: str = Field(
        default="", description="Comma-separated addresses whose X-Forwarded-For is believed; empty believes nobody."
    )

    # What we stand on
    database_url: str = Field(
        default="postgresql://postgres@127.0.0.1:5432/fractafrag", description="PostgreSQL 16 with pgvector."
    )
    database_pool: int = Field(
        default=10, ge=1, le=200, description="Connections a process keeps for reads, and as many for writes."
    )
    redis_url: str = Field(
        default="redis://127.0.0.1:6379/0", description="Redis 7 or Valkey: limits, blocklist, Celery."
    )
    renderer_url: str = Field(default="http://127.0.0.1:8010", description="Address of the renderer.")
    renderer_timeout_s: float = Field(default=75, gt=0, description="Seconds until a render request is given up.")
    embedding_threads: int = Field(
        default=1, ge=1, le=64, description="Threads on which a worker turns texts into vectors."
    )
    media_dir: Path = Field(default=ROOT / ".fractafrag" / "renders", description="Folder of posters and films.")
    media_store: Literal["volume", "s3"] = Field(
        default="volume", description="Where posters and films lie: the folder above, or a bucket of any S3 store."
    )
    s3_bucket: str | None = Field(default=None, description="The bucket, if media_store is s3.")
    s3_endpoint: str | None = Field(default=None, description="Address of the store; empty: Amazon's own.")
    s3_region: str = Field(default="us-east-1", description="Region of the bucket; most stores take any.")
    s3_access_key_id: str | None = Field(default=None, description="Key of the store; empty: as the machine allows.")
    s3_secret_access_key: SecretStr | None = Field(default=None, description="Its secret.")
    web_dist: Path = Field(default=ROOT / "web" / "dist", description="Folder of the built web app.")
    library_dir: Path = Field(
        default=ROOT / "library", description="Folder of the shaders that a new instance starts with."
    )

    # Accounts
    jwt_secret: SecretStr = Field(
        default=SecretStr("insecure-development-secret-0123456789"),
        description="Key that signs access tokens, 32+ characters.",
    )
    agent_trail_days: int = Field(
        default=90, ge=1, le=3650, description="Days for which it is kept what a program of somebody did."
    )
    api_key_pepper: SecretStr = Field(
        default=SecretStr("insecure-development-pepper-0123456789"),
        description="Secret that goes into the stored digests of API keys, 32+ characters; a new one voids all keys.",
    )
    secrets_key: SecretStr = Field(
        default=SecretStr("insecure-development-secrets-key-0123456789"),
        description="Key that seals webhooks' secrets and signs impressions, 32+ characters; a new one voids them.",
    )
    access_token_minutes: int = Field(default=15, ge=1, description="Life of an access token.")
    refresh_token_days: int = Field(default=30, ge=1, description="Life of a refresh token.")
    cookie_secure: bool | None = Field(
        default=None, description="Send the refresh cookie over HTTPS only; empty: when PUBLIC_URL is https."
    )

    # Limits: COUNT/PERIOD, a sliding window
    rate_limits: Literal["on", "off"] = Field(default="on", description="off: for benchmarks on one's own machine.")
    limit_read: str = Field(default="600/minute", description="Reads, by account or address.")
    limit_write: str = Field(default="60/minute", description="Writes, by account or address.")
    limit_login: str = Field(default="10/minute", description="Attempts to log in, by address and by account.")
    limit_register: str = Field(default="10/hour", description="New accounts, by address.")
    limit_publish: str = Field(default="60/hour", description="Shaders created or published, by account.")
    limit_oauth: str = Field(default="120/minute", description="Requests to the endpoints of OAuth, by address.")
    limit_oauth_register: str = Field(default="30/hour", description="Clients of OAuth that register, by address.")
    limit_oauth_documents: str = Field(
        default="20/minute", description="Documents of OAuth clients that are read, by address and by their host."
    )
    limit_events: str = Field(
        default="600/minute", description="Batches of what was watched and done, by address: a household shares one."
    )
    limit_validate: str = Field(default="60/minute", description="Compile checks, by account or address.")
    max_body_bytes: int = Field(default=1_048_576, ge=1024, description="Largest request body.")
    upload_bytes: int = Field(
        default=4_194_304, ge=1024, le=33_554_432, description="Largest file of a picture that somebody brings along."
    )
    upload_count: int = Field(default=200, ge=0, le=10_000, description="Pictures that one person may have.")
    upload_total_bytes: int = Field(
        default=67_108_864, ge=0, description="Bytes that the pictures of one person may have together."
    )
    outbound_loopback: bool = Field(
        default=False,
        description="Let webhooks and client documents go to http://127.0.0.1; heeded only while PUBLIC_URL is local.",
    )

    outbound_private_networks: str = Field(
        default="",
        description="Comma-separated private networks, such as 10.1.0.0/16, that webhooks may reach; empty: none.",
    )

    # What is kept of people
    engagement_days: int = Field(
        default=90, ge=14, le=3650, description="Days for which it is kept what was shown to whom, and what they did."
    )

    # Behaviour
    metrics_token: SecretStr | None = Field(
        default=None, description="What Prometheus sends as its bearer token to /metrics; empty: there is no /metrics."
    )
    worker_sign: Path | None = Field(
        default=None, description="File that a worker touches while it takes tasks, for a health check; empty: none."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="How much is logged.")
    log_format: Literal["text", "json"] = Field(default="text", description="text for people, json for machines.")

    @model_validator(mode="after")
    def _secrets_of_our_own(self) -> Self:
        if self.environment == "production" and (weak := sorted(self._weak_secrets())):
            raise ValueError(
                f"in production {', '.join(weak)} must be set to {LEAST_SECRET} or more random characters; "
                "deploy/env.sh writes a .env with fresh ones"
            )
        return self

    def _weak_secrets(self) -> list[str]:
        """The environment variables of the secrets that are still what everybody could know, or too short."""
        fields = type(self).model_fields
        ours = {name: value for name in fields if isinstance(value := getattr(self, name), SecretStr)}
        given_by_others = {"s3_secret_access_key", "metrics_token"}
        return [
            name.upper()
            for name, value in ours.items()
            if name not in given_by_others
            and (value == fields[name].default or len(value.get_secret_value()) < LEAST_SECRET)
        ]

    @field_validator("outbound_private_networks")
    @classmethod
    def _are_networks(cls, given: str) -> str:
        _networks(given)
        return given

    @property
    def cookies_over_https(self) -> bool:
        """Whether the refresh cookie goes over HTTPS only."""
        return self.public_url.startswith("https:") if self.cookie_secure is None else self.cookie_secure

    def private_networks(self) -> tuple[Network, ...]:
        """The networks in OUTBOUND_PRIVATE_NETWORKS."""
        return _networks(self.outbound_private_networks)

    @field_validator("mcp_conformance_fixtures")
    @classmethod
    def _fixtures_only_on_loopback(cls, wanted: bool, info: ValidationInfo) -> bool:
        if wanted and info.data.get("host") not in ("127.0.0.1", "::1", "localhost"):
            raise ValueError("fixtures are for tests: HOST must be 127.0.0.1, ::1 or localhost")
        return wanted


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(part) for one in text.split(",") if (part := one.strip()))


@lru_cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
