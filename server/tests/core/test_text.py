"""Text from outside is cleaned or refused at the door."""

import pytest
from pydantic import TypeAdapter, ValidationError

from fractafrag.core.text import Line, Prose, Source

LINE, PROSE, SOURCE = TypeAdapter(Line), TypeAdapter(Prose), TypeAdapter(Source)


def test_a_line_is_trimmed_and_composed() -> None:
    assert LINE.validate_python("  Cafe\u0301 ") == "Caf\u00e9"


@pytest.mark.parametrize("bad", ["a\x00b", "a\nb", "a\x1bb", "a\u202eb"])
def test_a_line_has_no_control_characters(bad: str) -> None:
    with pytest.raises(ValidationError, match="one line"):
        LINE.validate_python(bad)


def test_prose_keeps_line_breaks_and_refuses_nul() -> None:
    assert PROSE.validate_python("a\r\nb") == "a\nb"
    with pytest.raises(ValidationError):
        PROSE.validate_python("a\x00")


def test_a_source_is_kept_to_the_byte_but_for_nul() -> None:
    assert SOURCE.validate_python("  a\r\n\x0bé ") == "  a\r\n\x0bé "
    with pytest.raises(ValidationError, match="NUL"):
        SOURCE.validate_python("a\x00")


def test_lone_surrogates_are_refused() -> None:
    for adapter in (LINE, PROSE, SOURCE):
        with pytest.raises(ValidationError):
            adapter.validate_python("\ud800")
