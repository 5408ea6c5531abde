"""How a work is made, told from its code."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractafrag.core.settings import ROOT
from fractafrag.domains.embeddings import idioms, texts
from fractafrag.domains.embeddings.idioms import NAMES
from fractafrag.domains.shaders import passes, works

SOUND = "vec2 mainSound(int n, float t) { return vec2(sin(t * 440.0)); }"


def made(code: str, tags: tuple[str, ...] = (), **more: object) -> idioms.Made:
    full = passes.normalise([{"type": "image", "code": code, "inputs": [], **more}])
    return idioms.read(full, tags)


def number(found: idioms.Made, name: str) -> float:
    return found.features[NAMES.index(name)]


@given(st.text(max_size=400))
def test_any_text_gives_numbers_between_0_and_1(code: str) -> None:
    found = made(code)
    assert len(found.features) == len(NAMES)
    assert all(0 <= value <= 1 for value in found.features)


def test_comments_say_nothing() -> None:
    assert made("// raymarch fbm noise iMouse\n/* sdSphere */ void f() {}") == made("\n void f() {}")


def test_more_of_a_thing_is_more() -> None:
    once, thrice = made("x = sin(t);"), made("x = sin(t) + sin(2.0 * t) + sin(sin(t));")
    assert 0 < number(once, "call_sin") < number(thrice, "call_sin") <= 1


def test_names_give_away_what_somebody_means() -> None:
    found = made("float fbm(vec2 p) { float v = valueNoise(p); return v * hash21(p); }")
    assert all(number(found, f"idiom_{name}") > 0 for name in ("fbm", "noise", "hash"))
    assert number(found, "idiom_march") == 0


def test_a_buffer_that_reads_itself_or_a_later_one_feeds_back() -> None:
    def reading(source: str) -> idioms.Made:
        buffers: list[dict[str, Any]] = [
            {
                "type": "buffer",
                "name": "Buffer A",
                "code": "",
                "inputs": [{"channel": 0, "type": "buffer", "source": source}],
            },
            {"type": "buffer", "name": "Buffer B", "code": "", "inputs": []},
            {"type": "image", "code": "", "inputs": []},
        ]
        return idioms.read(passes.normalise(buffers), ())

    assert "feedback" in reading("Buffer A").traits
    assert "feedback" in reading("Buffer B").traits
    ahead: list[dict[str, Any]] = [
        {"type": "buffer", "name": "Buffer A", "code": "", "inputs": []},
        {"type": "image", "code": "", "inputs": [{"channel": 0, "type": "buffer", "source": "Buffer A"}]},
    ]
    assert "feedback" not in idioms.read(passes.normalise(ahead), ()).traits


def test_hard_facts_are_traits() -> None:
    music = made("", inputs=[{"channel": 0, "type": "mic", "source": "mic"}])
    assert music.traits == ("audio",)
    both = passes.normalise([{"type": "image", "code": "iMouse"}, {"type": "sound", "code": SOUND}])
    assert idioms.read(both, ()).traits == ("audio", "mouse")
    assert made("", tags=("raymarching",)).traits == ("3d",)


@pytest.mark.parametrize(
    ("slug", "trait", "holds"),
    [("metaballs", "3d", True), ("tunnel", "3d", True), ("plasma", "3d", False), ("fluid", "feedback", True)],
)
def test_the_library_is_read_as_a_person_would(slug: str, trait: str, holds: bool) -> None:
    content = works.parse((ROOT / "library" / f"{slug}.glsl").read_text())
    assert (trait in idioms.read(content.passes, ()).traits) is holds


def test_a_work_is_told_in_words() -> None:
    said = texts.words_of("Pond.", ["water", "calm"], " Rings on a pond. ", ["mouse"])
    assert said == "Pond. water, calm. Rings on a pond. interactive, follows the mouse"
    assert texts.words_of("", [], "", []) == ""
    assert len(texts.words_of("T", [], "x" * 9000, [])) < 700
