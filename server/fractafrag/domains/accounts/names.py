"""Pure room: what an account may be called, and when two e-mail addresses are the same."""

import re

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

HOUSE = "fractafrag"
"""The account that owns the library every instance starts with."""

MAX_EMAIL = 254

# An instance may live in a private network, with addresses of its own; the list is the library's way to say so.
SPECIAL_USE_DOMAIN_NAMES[:] = ["arpa", "invalid"]

_USERNAME = re.compile(r"[A-Za-z0-9_-]{3,32}", re.ASCII)

_RESERVED_WORDS = """
about abuse account accounts admin administrator administrators anonymous api assets auth bot contact deleted
desires docs edit everybody everyone explore feed fractafrag generate health help here host hostmaster info
legal library login logout mail mcp me mod moderation moderator moderators new nobody notifications null
official owner password postmaster privacy public register renders root search security seed settings shader
shaders signin signout signup staff static status studio support sysadmin system tag tags team terms undefined
user username users webmaster www
"""
RESERVED = frozenset(_RESERVED_WORDS.split())


def is_username(text: str) -> bool:
    """Whether `text` has the shape of a username, in either case: 3 to 32 of a-z, 0-9, `_` and `-`."""
    return _USERNAME.fullmatch(text) is not None


def is_reserved(username: str) -> bool:
    """Whether only the house may use this name; `_` and `-` do not disguise one, nor does upper case."""
    return username.lower().replace("_", "").replace("-", "") in RESERVED


def normal_username(text: str) -> str | None:
    """The name as it is stored, in lower case; None when it cannot be one."""
    return text.lower() if is_username(text) else None


def normal_email(text: str) -> str | None:
    """The address as it is stored: NFC, the domain in Unicode, lower case; None when it is none.

    Addresses of a private network (`ada@server.local`) are as good as public ones; whether anybody reads the mail
    there is not asked.
    """
    if len(text) > MAX_EMAIL:
        return None
    try:
        found = validate_email(text, check_deliverability=False)
    except (EmailNotValidError, UnicodeError):
        return None
    return found.normalized.lower()
