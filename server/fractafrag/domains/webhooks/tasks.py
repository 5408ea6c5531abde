"""The Celery end of webhooks: who is told what is written down first, then each message goes its own way."""

import time
from collections import Counter
from datetime import timedelta

from fractafrag import __version__
from fractafrag.core import clock
from fractafrag.core.queue import Later, task, worker_database
from fractafrag.core.settings import settings
from fractafrag.domains.webhooks import messages, service
from fractafrag.domains.webhooks.service import Job, Outcome
from fractafrag.gateways import outbound
from fractafrag.gateways.outbound import NotAllowed, OutboundError

TIMEOUT_S = 10.0
AT_ONCE = 16
"""Messages on their way from one process."""
TURN = timedelta(seconds=3)

_on_the_way: Counter[str] = Counter()


@task(queue="hooks")
async def tell_of_publication(shader_id: str, version: int) -> None:
    """Writes down who is to be told of a publication."""
    async with worker_database().write() as session:
        await service.tell_of_publication(session, shader_id, version)


@task(queue="hooks")
async def tell_of_picture(shader_id: str, version: int, status: str, at: str) -> None:
    """Writes down who is to be told of a picture."""
    async with worker_database().write() as session:
        await service.tell_of_picture(session, shader_id, version, status, at)


async def _give_up(delivery_id: str) -> None:
    async with worker_database().write() as session:
        await service.give_up(session, delivery_id)


@task(queue="hooks", overlaps=True, on_give_up=_give_up)
async def send_message(delivery_id: str) -> None:
    """Sends a message, once; says itself when the next attempt is due."""
    if _on_the_way.total() >= AT_ONCE:
        raise Later(TURN)
    async with worker_database().write() as session:
        job = await service.begin(session, delivery_id, _on_the_way)
    if job is None:
        return
    if isinstance(job, timedelta):
        raise Later(job)
    _on_the_way[job.webhook_id] += 1
    try:
        outcome = await _send(job)
    finally:
        _on_the_way[job.webhook_id] -= 1
    async with worker_database().write() as session:
        again = await service.settle(session, job, outcome)
    if again is not None:
        raise Later(again)


async def _send(job: Job) -> Outcome:
    headers = {
        **messages.signed_headers(job.message_id, clock.now(), job.body, job.keys),
        "Content-Type": "application/json",
        "User-Agent": f"Fractafrag/{__version__} (+{settings().public_url})",
    }
    begun = time.monotonic()
    try:
        answer = await outbound.outbound(plain=True).post(
            job.url, job.body.encode(), headers, limit_bytes=messages.EXCERPT_BYTES, timeout_s=TIMEOUT_S
        )
    except OutboundError as error:
        # Not asked again where we do not go: whoever owns the name may let it lead elsewhere, and replay.
        return Outcome(None, str(error), None, _since(begun), final=isinstance(error, NotAllowed))
    error = None
    if not 200 <= answer.status < 300:
        redirect = " Redirects are not followed." if 300 <= answer.status < 400 else ""
        error = f"It answered {answer.status}; only 2xx says that a message has arrived.{redirect}"
    return Outcome(answer.status, error, messages.excerpt(answer.body), _since(begun))


def _since(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)
