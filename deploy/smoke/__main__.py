"""`make compose-test`: the whole stack, walked through, shaken and scaled. COMPOSE names the command of Compose."""

import signal
import sys

from client import Person
from rescue import rescue
from scale import rolling_restart, scale
from stack import LASTING, Failed, own_stack, say
from storm import storm
from walk import walk


def main() -> int:
    """0 when everything promised was done, 1 with a sentence when not."""
    # The stack is taken away however the test is ended.
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: sys.exit(130))
    try:
        with own_stack() as stack:
            # What a run that was killed left behind has other secrets.
            stack.down()
            stack.compose("build")
            say("images are built")
            took = stack.up()
            say(f"{', '.join(LASTING)}: all healthy {took:.1f} s after the first start")
            walk()
            people = [Person(f"storm{number}") for number in range(3)]
            count = storm(stack, people)
            scale(stack, people[0])
            rolling_restart(stack, Person("roller"))
            rescue(stack)
            say(f"done: {count} works through the storm, nothing accepted was lost, everything promised was done")
    except Failed as reason:
        print(f"\nFAILED: {reason}", file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
