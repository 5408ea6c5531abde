"""A scroll is kept, cut, named by cursors, and goes on after it was lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractafrag.core.errors import Invalid
from fractafrag.core.ids import id_of, new_id
from fractafrag.core.pages import MAX_CURSOR, encode_cursor
from fractafrag.domains.feed import reasons, scroll
from fractafrag.domains.feed.scroll import Placed, Scroll


def placed(number: int) -> Placed:
    return Placed(id_of(str(number)), f"author {number}", "hot", None, 0.5)


def of(count: int, **more: object) -> Scroll:
    found = Scroll(new_id(), "ada", 0.5, **more)  # pyright: ignore[reportArgumentType]
    found.put(placed(number) for number in range(count))
    return found


@given(st.integers(0, 400), st.integers(0, 300))
def test_a_cursor_is_short_and_says_what_it_said(count: int, place: int) -> None:
    found = of(count)
    cursor = scroll.cursor_of(found, place)
    assert len(cursor) <= MAX_CURSOR
    read = scroll.place_of(cursor)
    assert (read.scroll, read.place, read.surprise) == (found.id, place, 0.5)
    shown = found.slots[:place][-scroll.MOST_MARKS :]
    assert read.marks == tuple(scroll.mark(one.work) for one in shown)


def test_a_lost_scroll_knows_what_both_lives_have_shown() -> None:
    first = of(20)
    read = scroll.place_of(scroll.cursor_of(first, 20))
    second = Scroll(new_id(), "ada", 0.5, read.place, marks=read.marks)
    second.put([placed(100)])
    third = scroll.place_of(scroll.cursor_of(second, 21))
    assert third.marks == tuple(scroll.mark(one.work) for one in [*first.slots, *second.slots])
    assert second.had(first.slots[3].work)
    assert not second.had("something else")


@given(st.integers(0, 60), st.integers(0, 80))
def test_what_is_kept_is_read_again(count: int, cut: int) -> None:
    found = of(count, marks=(b"ab", b"\x00\xff"))
    found.slots.append(Placed("w", "a", "interest", ("m", "A title"), 1.0))
    found.mood = "calm" if cut % 2 else None
    assert scroll.place_of(scroll.cursor_of(found, cut)).mood == found.mood
    assert scroll.read(scroll.written(found)) == found
    found.ended = True
    found.cut(cut)
    assert found.end == min(cut, count + 1)
    assert not found.ended


def test_the_oldest_slots_are_forgotten_first() -> None:
    found = of(scroll.MOST_SLOTS + 5)
    assert (found.start, len(found.slots), found.end) == (5, scroll.MOST_SLOTS, scroll.MOST_SLOTS + 5)
    assert found.at(5, 1) == [placed(5)]
    assert found.at(found.end, 3) == []


@pytest.mark.parametrize("kept", [b"", b"{}", b"[1,2]", b"null", '["a","b",1,0,[["w"]],[],0,0,false]'])
def test_what_another_version_kept_is_no_scroll(kept: bytes | str) -> None:
    with pytest.raises(ValueError, match="not a scroll"):
        scroll.read(kept)


NAME = id_of("x")


@pytest.mark.parametrize(
    "key",
    [
        ("scroll", "x", 1, 0.5, ""),
        ("scroll", NAME, -1, 0.5, ""),
        ("scroll", NAME, True, 0.5, ""),
        ("scroll", NAME, 10**9, 0.5, ""),
        ("scroll", NAME, 1, 1.5, ""),
        ("scroll", NAME, 1, 0.5, "~~~~~"),
        ("new", NAME, 1, 0.5, ""),
    ],
)
def test_a_made_up_cursor_is_refused(key: tuple[object, ...]) -> None:
    with pytest.raises(Invalid):
        scroll.place_of(encode_cursor(str(key[0]), *key[1:]))


def test_the_strongest_reason_is_told() -> None:
    nearness = {"explored": False, "followed": False, "interest": 0.0, "session": 0.0}
    plain = {**nearness, "age_s": 9e9, "hot": True, "gains": 9.0}
    for change, code in [
        ({}, "hot"),
        ({"hot": False, "age_s": 60}, "fresh"),
        ({"gains": 4.9, "age_s": 60}, "fresh"),
        ({"gains": 0.0}, "unmet"),
        ({"age_s": 60}, "hot"),
        ({"interest": 0.5, "session": 0.4}, "interest"),
        ({"interest": 0.4, "session": 0.5}, "session"),
        ({"followed": True, "interest": 0.9}, "followed"),
        ({"followed": True, "explored": True}, "explored"),
    ]:
        assert reasons.code_of(**(plain | change)) == code  # pyright: ignore[reportArgumentType]
    assert reasons.told("interest", None) == {"code": "interest", "words": "Like what you linger on", "because": None}
