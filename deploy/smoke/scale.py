"""More replicas take their share at once, and replacing them one by one loses no request."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from client import Away, Person, get
from stack import METRICS_TOKEN, Stack, expect, say, until

SCALED = ("api", "worker", "renderer")
COUNT = (
    "import urllib.request as u; r = u.Request('http://127.0.0.1:8000/metrics', headers={'Authorization': "
    f"'Bearer {METRICS_TOKEN}'}}); print(u.urlopen(r).read().decode())"
)


def scale(stack: Stack, person: Person) -> None:
    """Two of each: each api answers, each worker works, each renderer draws. Raises Failed."""
    took = stack.up("--no-recreate", *(part for name in SCALED for part in ("--scale", f"{name}=2")))
    say(f"two each of {', '.join(SCALED)}: healthy after {took:.1f} s")
    time.sleep(6)  # nginx asks the resolver every five seconds
    for _ in range(40):
        expect(get("/api/v1/instance").status == 200, "the api does not answer")
    since = f"{int(time.time()) - 1}"
    works = []
    for number in range(10):
        answer = person.publish(person.draft(f"Share {number}", 50 + number))
        expect(answer.status == 201, f"publishing: {answer.status}")
        works.append(answer.json()["id"])
    until(lambda: all(person.filmed(work) for work in works), "films of ten works")
    shares = {
        "api": [_answered(stack, container) for container in stack.containers("api")],
        "worker": [stack.run("logs", "--since", since, one).count(" is done") for one in stack.containers("worker")],
        "renderer": [
            stack.run("logs", "--since", since, one).count('"msg":"render"') for one in stack.containers("renderer")
        ],
    }
    for name, counts in shares.items():
        expect(len(counts) == 2 and all(counts), f"a replica of {name} does nothing: {counts}")
    say(f"shares of the replicas: {shares}")


def _answered(stack: Stack, container: str) -> int:
    text = stack.run("exec", container, "python", "-c", COUNT)
    for name in ("fractafrag_jobs", "fractafrag_render_seconds", "fractafrag_request_seconds_bucket"):
        expect(name in text, f"/metrics lacks {name}")
    lines = [
        line for line in text.splitlines() if line.startswith('fractafrag_requests_total{operation="get_instance"')
    ]
    return int(sum(float(line.rpartition(" ")[2]) for line in lines))


def rolling_restart(stack: Stack, person: Person) -> None:
    """Replaces the replicas of the api one after the other under load; not one request fails. Raises Failed."""
    answers: Counter[str] = Counter()
    over = threading.Event()

    def read() -> None:
        while not over.wait(0.02):
            _count(answers, lambda: get("/api/v1/feed/new").status)

    def write() -> None:
        number = 0
        while not over.wait(1.5):
            number += 1
            draft = person.draft("Rolling", 80 + number)
            _count(answers, partial(_publish, person, draft))

    threads = [threading.Thread(target=one, daemon=True) for one in (read, read, write)]
    for thread in threads:
        thread.start()
    for container in stack.containers("api"):
        stack.run("restart", "--time", "30", container)
        stack.wait_well()
    over.set()
    for thread in threads:
        thread.join()
    expect(set(answers) <= {"200", "201"} and answers["201"], f"requests failed while the api was replaced: {answers}")
    say(f"replaced both replicas of the api, one by one: {dict(answers)}, none failed")


def _publish(person: Person, draft: dict[str, Any]) -> int:
    return person.publish(draft).status


def _count(answers: Counter[str], asked: Callable[[], int]) -> None:
    try:
        answers[str(asked())] += 1
    except Away as reason:
        answers[str(reason)] += 1
