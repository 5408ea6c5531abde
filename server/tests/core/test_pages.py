"""Cursors: what goes in comes out, and nothing forged gets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractafrag.core.errors import Invalid
from fractafrag.core.pages import decode_cursor, encode_cursor


@given(st.text(max_size=40), st.integers(-(2**53), 2**53))
def test_a_cursor_gives_back_its_key(name: str, number: int) -> None:
    assert decode_cursor("new", encode_cursor("new", name, number), str, int) == [name, number]


@given(st.text(max_size=600))
def test_a_forged_cursor_is_refused_and_never_breaks(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        decode_cursor("new", cursor, str, int)
    assert refused.value.field == "cursor"


def test_a_cursor_of_another_list_is_refused() -> None:
    with pytest.raises(Invalid):
        decode_cursor("new", encode_cursor("top", "a", 1), str, int)
