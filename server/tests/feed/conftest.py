"""The people and works of these tests."""

from tests.feed.worlds import world
from tests.works import media, person, renderer, work_off

__all__ = ["media", "person", "renderer", "work_off", "world"]
