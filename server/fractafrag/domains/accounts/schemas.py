"""How accounts look from outside: the forms people fill in, and the answers they get."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema

from fractafrag.core.text import Prose, VisibleLine
from fractafrag.domains.accounts import names, strength
from fractafrag.domains.accounts.viewer import Role

MAX_DISPLAY_NAME = 60
MAX_BIO = 500


def _username(text: str) -> str:
    if not names.is_username(text):
        raise ValueError("A username has 3 to 32 characters of a-z, 0-9, _ and -.")
    if names.is_reserved(text):
        raise ValueError("This name is reserved.")
    return text


def _email(text: str) -> str:
    found = names.normal_email(text)
    if found is None:
        raise ValueError("This is not an e-mail address.")
    return found


def _password(text: str) -> str:
    if not strength.MIN_LENGTH <= len(text) <= strength.MAX_LENGTH:
        raise ValueError(f"A password has {strength.MIN_LENGTH} to {strength.MAX_LENGTH} characters.")
    return text


def _unicode(text: str) -> str:
    # JSON can spell half of a surrogate pair, which is no character and cannot be hashed.
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("must not contain lone surrogates")
    return text


_trimmed = StringConstraints(strip_whitespace=True)

Username = Annotated[
    str,
    _trimmed,
    AfterValidator(_username),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z0-9_-]{3,32}$"}),
]
"""A new name, as it was typed; unique without regard to case."""
Email = Annotated[
    str,
    _trimmed,
    AfterValidator(_email),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": names.MAX_EMAIL}),
]
NewPassword = Annotated[
    str,
    AfterValidator(_unicode),
    AfterValidator(_password),
    WithJsonSchema(
        {"type": "string", "format": "password", "minLength": strength.MIN_LENGTH, "maxLength": strength.MAX_LENGTH}
    ),
]
OldPassword = Annotated[str, StringConstraints(min_length=1, max_length=strength.MAX_LENGTH), AfterValidator(_unicode)]
DisplayName = Annotated[VisibleLine, StringConstraints(min_length=1, max_length=MAX_DISPLAY_NAME)]
Bio = Annotated[Prose, StringConstraints(max_length=MAX_BIO)]


class Registration(BaseModel):
    """Somebody who wants an account."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"username": "ada", "email": "ada@example.org", "password": "a violet analytical engine"}]
        }
    )

    username: Username
    email: Email
    password: NewPassword


class Login(BaseModel):
    """Somebody who says that they have one."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"login": "ada", "password": "a violet analytical engine"}]}
    )

    login: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=names.MAX_EMAIL)] = Field(
        description="Username or e-mail address, in any case."
    )
    password: OldPassword


class PasswordChange(BaseModel):
    """A new password, and the proof that it is the owner who asks."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"current_password": "a violet analytical engine", "new_password": "two green difference engines"}
            ]
        }
    )

    current_password: OldPassword
    new_password: NewPassword


class ProfileChange(BaseModel):
    """What somebody changes about themselves; what is absent or null stays as it is."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"display_name": "Ada L.", "bio": "I weave algebraic patterns."}]}
    )

    display_name: DisplayName | None = None
    bio: Bio | None = None
    email: Email | None = None


class Me(BaseModel):
    """An account, as only its owner sees it."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "id": "3kTMd9hQeW2z",
                    "username": "ada",
                    "email": "ada@example.org",
                    "display_name": "Ada L.",
                    "bio": "I weave algebraic patterns.",
                    "role": "user",
                    "created_at": "2026-01-01T12:00:00Z",
                }
            ]
        },
    )

    id: str
    username: str
    email: str
    display_name: str
    bio: str
    role: Role
    created_at: datetime


class Person(BaseModel):
    """An account, as everybody sees it."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "username": "ada",
                    "display_name": "Ada L.",
                    "bio": "I weave algebraic patterns.",
                    "created_at": "2026-01-01T12:00:00Z",
                }
            ]
        },
    )

    username: str
    display_name: str
    bio: str
    created_at: datetime


class AccessToken(BaseModel):
    """The answer to whoever has proven who they are; the refresh token travels beside it, in a cookie."""

    access_token: str = Field(description="Send it as `Authorization: Bearer …`.")
    token_type: Literal["bearer"] = "bearer"
    expires_in: int = Field(description="Seconds.", examples=[900])
    user: Me
