"""The OAuth door: how programs ask to act for people; the official SDK's endpoints on our services."""

from fractafrag.doors.oauth.advertised import Advertised
from fractafrag.doors.oauth.endpoints import mount

__all__ = ["Advertised", "mount"]
