"""What can go wrong on a machine, each with a message that a person can act on."""


class Trouble(Exception):
    """The root of them; the message is for the person at the terminal."""


class AlreadyRunningError(Trouble):
    """Another `fractafrag up` holds the data folder; the message says who and where."""


class NotOursError(Trouble):
    """The data folder belongs to another user."""


class NotInstalledError(Trouble):
    """Something that must be on the machine is missing; the message says what to do."""


class PostgresError(Trouble):
    """The embedded database cannot be made or started."""


class NoRendererError(Trouble):
    """No renderer answers."""
