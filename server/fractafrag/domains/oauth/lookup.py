"""Finds the client that a client_id names: registered here, or described by a document on the web."""

import logging
from urllib.parse import urlsplit

from fractafrag.core.db import Database
from fractafrag.core.limits import spend_within
from fractafrag.core.settings import settings
from fractafrag.domains.oauth import clients, service
from fractafrag.domains.oauth.clients import BadClient, Client
from fractafrag.gateways.client_documents import NoDocument, client_documents
from fractafrag.gateways.outbound import loopback_allowed

log = logging.getLogger(__name__)


class NoClient(Exception):
    """There is no client of this name; the text says why, and may be shown."""


async def client_of(database: Database, client_id: str, address: str) -> Client:
    """The client, for a caller at `address`. Raises NoClient, TooManyRequests.

    A document is read again when its time is over. While its server is away, what it said last holds for a day.
    """
    async with database.read() as session:
        known = await service.known_client(session, client_id)
    if known is not None and known.fresh:
        return known.client
    if not clients.is_document_id(client_id, loopback=loopback_allowed()):
        raise NoClient("This client is not registered here.")
    # Or we would be a stick to beat others with: by who asks, and by who is asked.
    await spend_within("oauth-documents", settings().limit_oauth_documents, address)
    await spend_within("oauth-documents", settings().limit_oauth_documents, f"host:{urlsplit(client_id).netloc}")
    try:
        document = await client_documents().fetch(client_id)
        client = clients.from_document(client_id, document.data)
    except NoDocument as error:
        if known is not None and known.usable:
            log.warning("the document of %s cannot be read, the last one holds: %s", client_id, error)
            return known.client
        raise NoClient(f"The document of this client cannot be read: {error}") from error
    except BadClient as error:
        raise NoClient(f"The document of this client cannot be taken: {error}") from error
    async with database.write() as session:
        await service.remember_document(session, client, document.fresh_s)
    return client
