"""The shell's door: every command of `fractafrag`, each importing what it needs only when it is called."""


def main() -> None:
    raise SystemExit("fractafrag: the commands are not installed yet")
