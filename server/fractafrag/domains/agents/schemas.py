"""How programs that act for people look from outside: keys, what they did, who is asking."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from fractafrag.core.text import VisibleLine
from fractafrag.domains.accounts.viewer import Role, Scope

MAX_NAME = 40
MAX_DAYS = 366
MAX_PER_MINUTE = 600

AgentName = Annotated[VisibleLine, StringConstraints(min_length=1, max_length=MAX_NAME)]
State = Literal["active", "expired", "revoked"]
Via = Literal["rest", "mcp"]

_KEY: dict[str, Any] = {
    "id": "7cVpW3kHmT4x",
    "name": "Nightly gardener",
    "shown": "ffk_Ab12cD34_…",
    "scopes": ["browse", "draft"],
    "per_minute": 30,
    "created_at": "2026-01-01T12:00:00Z",
    "expires_at": "2026-04-01T12:00:00Z",
    "last_used_at": None,
    "revoked_at": None,
    "state": "active",
}


class NewKey(BaseModel):
    """A key that somebody wants for a program of theirs."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Nightly gardener", "scopes": ["browse", "draft"], "per_minute": 30}]}
    )

    name: AgentName = Field(description="What works made through it will say: “by Ada's agent NAME”.")
    scopes: list[Scope] = Field(
        min_length=1, max_length=16, description="What it may do; `browse` comes with each of the others."
    )
    expires_in_days: int | None = Field(90, ge=1, le=MAX_DAYS, description="null: it lasts until it is revoked.")
    per_minute: int | None = Field(
        None, ge=1, le=MAX_PER_MINUTE, description="A limit of its own, beside those of the account."
    )


class Key(BaseModel):
    """A key, without its secret."""

    model_config = ConfigDict(json_schema_extra={"examples": [_KEY]})

    id: str
    name: str
    shown: str = Field(description="The part of the secret that may be shown, to tell keys apart.")
    scopes: list[Scope]
    per_minute: int | None
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None = Field(description="To the minute.")
    revoked_at: datetime | None
    state: State


class CreatedKey(Key):
    """A new key with its secret, which nobody is ever told again."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [_KEY | {"secret": "ffk_Ab12cD34_vJ0kq2Yb8mZpT5sLx7QwRnC3dFgH6jK9aVeUiOoXyBt"}]}
    )

    secret: str = Field(description="Send it as `Authorization: Bearer …`.")


class KeyList(BaseModel):
    """One's keys, the newest first; those that no longer work stay listed."""

    items: list[Key]


class Action(BaseModel):
    """What a program did: one change, or `count` reads or refusals of one hour."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "at": "2026-01-01T12:34:56Z",
                    "via": "mcp",
                    "action": "publish_shader",
                    "target": "3kTMd9hQeW2z",
                    "status": 200,
                    "count": 1,
                    "summed": False,
                }
            ]
        }
    )

    at: datetime = Field(description="When; of what is summed up, the beginning of the hour.")
    via: Via
    action: str = Field(description="The operation of the REST API, or the tool of MCP.")
    target: str | None = Field(description="What it was done to, such as the id of a work.")
    status: int = Field(description="The HTTP status, or what it would have been.")
    count: int
    summed: bool


class ActionList(BaseModel):
    """One page of what a program did, the newest first."""

    items: list[Action]
    next_cursor: str | None


class ScopeInWords(BaseModel):
    """A scope, and what a person is told that it allows."""

    scope: Scope
    meaning: str


class ActingAgent(BaseModel):
    """The program through which somebody acts."""

    id: str
    name: str


class WhoAmI(BaseModel):
    """Who is asking, through what, and how far that goes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "username": "ada",
                    "display_name": "Ada L.",
                    "role": "user",
                    "via": "key",
                    "agent": {"id": "7cVpW3kHmT4x", "name": "Nightly gardener"},
                    "scopes": [{"scope": "browse", "meaning": "See public shaders, and your own works and drafts."}],
                    "limits": {"read": "600/minute", "agent": "30/minute"},
                    "expires_at": "2026-04-01T12:00:00Z",
                }
            ]
        }
    )

    username: str
    display_name: str
    role: Role
    via: Literal["session", "key", "oauth"]
    agent: ActingAgent | None
    scopes: list[ScopeInWords]
    limits: dict[str, str] = Field(
        description="COUNT/PERIOD by kind of call; `agent` is the limit that a key has of its own."
    )
    expires_at: datetime | None = Field(description="Of the key or grant; null for a person, and for what lasts.")
