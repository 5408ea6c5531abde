"""A small load while one part after the other is killed: nothing accepted is lost, everything promised is done."""

import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from client import Away, Person, get
from stack import Failed, Stack, expect, say, until

VICTIMS = ("api", "worker", "renderer", "redis", "postgres", "mcp", "beat", "nginx")
PACE_S = 2.5
RETRY_S = 0.5
DRAIN_S = 600


@dataclass
class Load:
    """People who publish and look, each in a thread of its own, until `over` is set."""

    people: list[Person]
    over: threading.Event = field(default_factory=threading.Event)
    accepted: dict[str, tuple[Person, dict[str, Any]]] = field(default_factory=dict[str, tuple[Person, dict[str, Any]]])
    refused: Counter[str] = field(default_factory=Counter[str])
    broken: list[str] = field(default_factory=list[str])
    looked: Counter[int] = field(default_factory=Counter[int])
    threads: list[threading.Thread] = field(default_factory=list[threading.Thread])

    def begin(self) -> None:
        """Lets everybody go to work."""
        works = [(self._publish, (number, person)) for number, person in enumerate(self.people)]
        self.threads = [
            threading.Thread(target=work, args=arguments, daemon=True) for work, arguments in [*works, (self._look, ())]
        ]
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        """Lets everybody finish what is under way. Raises Failed when an answer was wrong."""
        self.over.set()
        for thread in self.threads:
            thread.join()
        expect(not self.broken, "; ".join(self.broken[:5]))

    def _publish(self, number: int, person: Person) -> None:
        count = 0
        while not self.over.is_set():
            count += 1
            draft = person.draft(f"Storm {number}-{count}", number + count / 100)
            # The same key for each attempt: what was done without an answer must not be done twice.
            key = uuid.uuid4().hex
            while True:
                try:
                    answer = person.publish(draft, key)
                except Away as reason:
                    self.refused[str(reason).partition(":")[0]] += 1
                else:
                    if answer.status == 201:
                        self.accepted[answer.json()["id"]] = (person, draft)
                        break
                    self.refused[str(answer.status)] += 1
                    if answer.status < 500 and answer.status != 409:
                        self.broken.append(f"publishing: {answer.status} {answer.body[:200]!r}")
                        return
                time.sleep(RETRY_S)
            self.over.wait(PACE_S)

    def _look(self) -> None:
        while not self.over.wait(0.1):
            try:
                self.looked[get("/api/v1/feed/new").status] += 1
            except Away:
                self.looked[0] += 1

    def wait_for_more(self, count: int = 2) -> None:
        """Until `count` more works were accepted: the platform is at work again."""
        goal = len(self.accepted) + count
        until(lambda: len(self.accepted) >= goal or self.broken, "works accepted again", 120, 0.1)


def storm(stack: Stack, people: list[Person]) -> int:
    """Kills each victim once during the load, then counts. Gives the number of works accepted. Raises Failed."""
    load = Load(people)
    load.begin()
    try:
        load.wait_for_more(4)
        for victim in VICTIMS:
            before = Counter(load.looked)
            took = stack.crash(victim)
            load.wait_for_more()
            answers = dict(sorted((load.looked - before).items()))
            say(f"killed {victim}: well again after {took:.1f} s; readers meanwhile got {answers}")
    finally:
        load.end()
    say(f"{len(load.accepted)} works accepted; answers that were tried again: {dict(load.refused) or 'none'}")
    verify(load)
    return len(load.accepted)


def verify(load: Load) -> None:
    """Every accepted work is there once, as it was sent, with its poster and its film. Raises Failed."""
    for shader_id, (person, draft) in load.accepted.items():
        page = person.page(shader_id)
        expect(page.status == 200, f"{shader_id} was accepted and is lost: {page.status}")
        found = page.json()
        expect(found["title"] == draft["title"], f"{shader_id} has another title")
        expect(found["passes"][0]["code"] == draft["passes"][0]["code"], f"{shader_id} has another source")
    say(f"all {len(load.accepted)} are there, word for word")
    for person in load.people:
        mine = [shader_id for shader_id, (owner, _) in load.accepted.items() if owner is person]
        expect(
            sorted(mine) == sorted(_all_of(person)), f"{person.name} has other works than were accepted: some twice?"
        )
    say("none was made twice")
    left = set(load.accepted)
    began = time.monotonic()
    while left:
        left -= {shader_id for shader_id in left if load.accepted[shader_id][0].filmed(shader_id)}
        if left and time.monotonic() - began > DRAIN_S:
            raise Failed(f"{len(left)} of {len(load.accepted)} were promised a film and have none: {sorted(left)[:5]}")
        time.sleep(1 if left else 0)
    for shader_id, (person, _) in load.accepted.items():
        render = person.page(shader_id).json()["render"]
        for url in (render["poster_url"], *(film["url"] for film in render["films"])):
            answer = get(url)
            expect(answer.status == 200 and answer.body, f"{shader_id} is said to have {url}, which is {answer.status}")
    say(f"all {len(load.accepted)} have poster and film, {time.monotonic() - began:.1f} s after the last was accepted")


def _all_of(person: Person) -> list[str]:
    found: list[str] = []
    cursor = ""
    while True:
        page = get(f"/api/v1/me/shaders?limit=50{cursor}", **person.bearer).json()
        found += [card["id"] for card in page["items"]]
        if not page.get("next_cursor"):
            return found
        cursor = f"&cursor={page['next_cursor']}"
