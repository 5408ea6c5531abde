"""How requests and grants look from outside."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from fractafrag.domains.accounts.viewer import Scope
from fractafrag.domains.agents.schemas import ScopeInWords, State


class AskingClient(BaseModel):
    """Who asks. `document`: its name belongs to the host of its id; `registered`: it says so itself."""

    id: str
    name: str
    uri: str | None
    kind: Literal["document", "registered"]


class ConsentRequest(BaseModel):
    """What a program asks a person for; `redirect_host` is where the answer goes."""

    id: str
    client: AskingClient
    redirect_host: str
    scopes: list[ScopeInWords]
    resource: str
    expires_at: datetime


class Approval(BaseModel):
    """What the person allows: all that was asked for, or less; `browse` is always part of it."""

    scopes: list[Scope] = Field(min_length=1, max_length=len(Scope))


class Decision(BaseModel):
    """Where the browser must go now."""

    redirect_to: str


class GrantClient(BaseModel):
    """To whom a grant was given."""

    id: str
    name: str
    uri: str | None


class Grant(BaseModel):
    """What a person allowed a program. `expires_at` moves on whenever the program comes back."""

    id: str
    client: GrantClient
    scopes: list[Scope]
    created_at: datetime
    last_used_at: datetime | None = Field(description="To the minute.")
    expires_at: datetime | None
    revoked_at: datetime | None
    state: State


class GrantList(BaseModel):
    """One's own grants, the newest first."""

    items: list[Grant]
