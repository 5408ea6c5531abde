"""What a client should know of this instance before it asks for anything else."""

from fastapi import APIRouter
from pydantic import BaseModel

from fractafrag import __version__
from fractafrag.core.settings import settings

router = APIRouter(tags=["instance"])


class Instance(BaseModel):
    """Name, colour and rules of this instance."""

    name: str
    accent: str
    registration_open: bool
    version: str


@router.get("/instance")
async def get_instance() -> Instance:
    """The name, accent colour and version of this instance."""
    known = settings()
    return Instance(
        name=known.instance_name,
        accent=known.accent,
        registration_open=known.registration_open,
        version=__version__,
    )
