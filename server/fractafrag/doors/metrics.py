"""`/metrics` for Prometheus: what this process answered, and what lies in the queue of the whole platform.

Requests are counted by this process. Jobs are not counted where they run: PostgreSQL is the queue of record, so each
scrape asks it, and any replica of the API tells the same, however many workers there are.
"""

import hmac
import time
from typing import Annotated, Any

from fastapi import FastAPI, Header, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from fractafrag import __version__
from fractafrag.core import facts
from fractafrag.core.asgi import App, Message, Receive, Scope, Send
from fractafrag.core.errors import NotFound
from fractafrag.core.settings import settings
from fractafrag.core.web import Reading
from fractafrag.domains.shaders import redraws
from fractafrag.domains.shaders import service as shaders

BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
UNROUTED = "(none)"


class Meters:
    """The meters of one application: a registry of its own, so that tests may make many."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        names = ["operation"]
        self.requests = Counter(
            "fractafrag_requests", "Requests that were answered.", [*names, "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "fractafrag_request_seconds",
            "Seconds from a request's first byte to its answer's last.",
            names,
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.running = Gauge("fractafrag_requests_running", "Requests under way.", registry=self.registry)
        self.jobs = Gauge(
            "fractafrag_jobs",
            "Jobs that are not done, by task and state.",
            ["task", "state"],
            registry=self.registry,
        )
        self.oldest = Gauge(
            "fractafrag_job_oldest_waiting_seconds", "Age of the job that waits longest.", registry=self.registry
        )
        self.unrelayed = Gauge("fractafrag_facts_unrelayed", "Facts that none was told of.", registry=self.registry)
        self.renders = Gauge(
            "fractafrag_render_seconds",
            "From the wish for a picture to the picture, over the last hour, by quantile.",
            ["quantile"],
            registry=self.registry,
        )
        self.rendered = Gauge(
            "fractafrag_renders", "Pictures of the last hour, by outcome.", ["status"], registry=self.registry
        )
        self.redrawn = Gauge(
            "fractafrag_redraw_works",
            "Works of the last `render-all`, by what became of them.",
            ["state"],
            registry=self.registry,
        )
        built = Gauge("fractafrag_build", "Always 1.", ["version"], registry=self.registry)
        built.labels(__version__).set(1)


class Metered:
    """Counts requests by operation and status; never by address, which strangers choose."""

    def __init__(self, app: App, meters: Meters) -> None:
        self.app = app
        self.meters = meters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500

        async def noting_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self.meters.running.inc()
        try:
            await self.app(scope, receive, noting_send)
        finally:
            self.meters.running.dec()
            route: Any = scope.get("route")
            operation = getattr(route, "name", None) or UNROUTED
            self.meters.requests.labels(operation, str(status)).inc()
            self.meters.seconds.labels(operation).observe(time.perf_counter() - began)


def mount(app: FastAPI) -> None:
    """Counts the requests of `app` and shows the counts at `/metrics`, to those who know METRICS_TOKEN."""
    meters = Meters()
    app.add_middleware(Metered, meters=meters)

    @app.get("/metrics", include_in_schema=False)
    async def metrics(session: Reading, authorization: Annotated[str, Header()] = "") -> Response:
        """What Prometheus scrapes; there is nothing here without the token, nor where none is set."""
        known = settings().metrics_token
        token = known.get_secret_value() if known else ""
        given = authorization.removeprefix("Bearer ").encode("utf-8", "surrogatepass")
        if not token or not hmac.compare_digest(given, token.encode()):
            raise NotFound("There is nothing at /metrics.")
        depth = await facts.depth(session)
        pictures = await shaders.picture_times(session)
        redraw = await redraws.progress(session)
        for gauge in (meters.jobs, meters.renders, meters.rendered, meters.redrawn):
            gauge.clear()
        if redraw is not None:
            left = 0 if redraw.ended_at else redraw.total - redraw.done - redraw.failed
            for state, count in (("done", redraw.done), ("failed", redraw.failed), ("left", left)):
                meters.redrawn.labels(state).set(count)
        for task, state, count in depth.jobs:
            meters.jobs.labels(task, state).set(count)
        meters.oldest.set(depth.oldest_s)
        meters.unrelayed.set(depth.unrelayed)
        for quantile, seconds in pictures.quantiles.items():
            meters.renders.labels(quantile).set(seconds)
        for status, count in pictures.outcomes.items():
            meters.rendered.labels(status).set(count)
        return Response(generate_latest(meters.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})
