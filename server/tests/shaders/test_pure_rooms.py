"""The thinking of the shaders' domain, held against everything that can be thrown at it."""

import math
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractafrag.domains.shaders import glsl, heat, macros, passes, tags, words
from fractafrag.domains.shaders.contract import CONTRACT, LICENCES, LIMITS, MEDIA_SOURCES
from fractafrag.domains.shaders.heat import EPOCH, HALF_LIFE_S, Standing, wilson
from fractafrag.domains.shaders.licences import permitted
from fractafrag.domains.shaders.passes import PassProblem

Some = st.SearchStrategy[Any]

# ── passes ──

SAMPLERS: Some = st.none() | st.fixed_dictionaries(
    {},
    optional={
        "filter": st.sampled_from(["nearest", "linear", "mipmap", None]),
        "wrap": st.sampled_from(["clamp", "repeat", None]),
        "vflip": st.sampled_from([True, False, None, "true", "false"]),
        "srgb": st.sampled_from([True, False, None, "TRUE", "False"]),
    },
)
SOURCES: Some = st.sampled_from(
    [
        None,
        "",
        "A",
        "buffer b",
        "BufferC",
        "Buffer D",
        "buf a",
        "Image",
        "e",
        "cube a",
        "Cube A",
        "noise-rgba-64",
        "WOOD",
    ]
)
MEDIA: Some = st.sampled_from(["courtyard", "music-loop", "lanterns", "volume-noise-grey", "upload:" + "0f" * 32])
INPUTS: Some = st.fixed_dictionaries(
    {"channel": st.integers(0, 3), "type": st.sampled_from(CONTRACT.input_types)},
    optional={"source": SOURCES | MEDIA, "sampler": SAMPLERS},
)
PASSES: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.fixed_dictionaries(
        {"type": st.sampled_from(CONTRACT.pass_types), "code": st.text(max_size=40)},
        optional={"name": SOURCES, "inputs": st.lists(INPUTS, max_size=5)},
    ),
    max_size=10,
)


@given(PASSES)
def test_passes_become_full_or_are_refused_by_field(given_passes: list[dict[str, Any]]) -> None:
    full = refused = None
    try:
        full = passes.normalise(given_passes)
    except PassProblem as problem:
        refused = problem
    if full is None:
        assert refused
        assert refused.field.startswith("passes")
        assert refused.reason
        return
    assert passes.normalise(full) == full
    assert [one["type"] for one in full] == [one["type"] for one in given_passes]
    assert [one["code"] for one in full] == [one["code"] for one in given_passes]
    names = [one["name"] for one in full]
    assert len(set(names)) == len(names) <= LIMITS.passes
    for one in full:
        assert one["name"] in {*CONTRACT.pass_names.values(), *CONTRACT.buffer_names}
        channels = [each["channel"] for each in one["inputs"]]
        assert channels == sorted(set(channels))
        for each in one["inputs"]:
            assert set(each["sampler"]) == {"filter", "wrap", "vflip", "srgb"}
            assert isinstance(each["sampler"]["vflip"], bool)
            choices = CONTRACT.sampler_choices[each["type"]]
            assert each["sampler"]["filter"] in choices.filters
            assert each["sampler"]["wrap"] in choices.wraps
            assert not each["sampler"]["vflip"] or choices.vflip
            assert not each["sampler"]["srgb"] or choices.srgb
            known = {"keyboard", "webcam", "mic", *names, *MEDIA_SOURCES.get(each["type"], ())}
            assert each["source"] in known or passes.OWN_PICTURE.fullmatch(each["source"])


def test_buffers_without_names_get_the_free_ones_in_order() -> None:
    buffers = [{"type": "buffer", "code": "", "name": name} for name in (None, "Buffer B", None, "a")]
    assert [one["name"] for one in passes.normalise(buffers)] == ["Buffer C", "Buffer B", "Buffer D", "Buffer A"]


def bound(kind: str, source: str, *others: str) -> str:
    one = {"type": "image", "code": "", "inputs": [{"channel": 0, "type": kind, "source": source}]}
    more = [{"type": other, "code": ""} for other in others]
    return passes.normalise([*more, one])[-1]["inputs"][0]["source"]


def test_each_type_of_input_reads_what_there_is_of_its_type() -> None:
    assert bound("texture", " Wood ") == "wood"
    assert bound("texture", "upload:" + "0F" * 32) == "upload:" + "0f" * 32
    assert bound("cubemap", "courtyard") == "courtyard"
    assert bound("cubemap", "cube a", "cubemap") == "Cube A"
    assert bound("music", "music-loop") == "music-loop"
    assert [bound(kind, "anything") for kind in ("keyboard", "webcam", "mic")] == ["keyboard", "webcam", "mic"]
    for kind, source in [("texture", "courtyard"), ("cubemap", "wood"), ("video", "upload:" + "0f" * 32)]:
        with pytest.raises(PassProblem, match="there is"):
            bound(kind, source)
    with pytest.raises(PassProblem, match="no Cube A"):
        bound("cubemap", "Cube A")


def test_a_work_may_have_every_kind_of_pass_but_only_one_sound_cube_and_image() -> None:
    kinds = ["common", *["buffer"] * 4, "cubemap", "sound", "image"]
    full = passes.normalise([{"type": kind, "code": ""} for kind in kinds])
    assert len(full) == LIMITS.passes
    for kind in ("common", "cubemap", "sound", "image"):
        with pytest.raises(PassProblem, match="more than one"):
            passes.normalise([{"type": kind, "code": ""}] * 2)


# ── the gate ──


def gate(code: str, common: str | None = None) -> None:
    shared = [{"type": "common", "code": common}] if common is not None else []
    glsl.check(passes.normalise([*shared, {"type": "image", "code": code}]))


@given(st.text(alphabet='#define AB()x+,\\\n/*"', max_size=300))
def test_the_gate_judges_any_text_and_never_breaks(code: str) -> None:
    field = "passes.0.code"
    try:
        gate(code)
    except PassProblem as problem:
        field = problem.field
    assert field == "passes.0.code"


@pytest.mark.parametrize(
    ("source", "size"),
    [
        ("", 1),
        ("float x;", 9),
        ("#define A xyz\nA A", 8),
        ("#define A B\n#define B 12345\nA", 6),
        ("#define F(x) x+x\nF(ab)", 6),
        ("#define F(x, y) x y x\nF(aa, b(c, d))", 16),
        ("#define G(y) y y\n#define F(x) G(x x)\nF(z)", 9),
        ("#define sin(x) sin(x*2.)\nsin(1.)", 11),
        ("#define A A A\nA", 4),
        ("#define F(x) x x x x\nF", 2),
        ("#define A \\\n  xxxxxxxx\nA", 9),
        ("// #define A xxxxxxxxxxx\nA", 4),
        ("/* \n#define A xxxxxxxxxxx\n*/A", 6),
    ],
)
def test_the_size_after_macros_is_bounded_closely_from_above(source: str, size: int) -> None:
    assert size - 2 <= macros.expanded_size(source, 10_000) <= size + 6


BOMBS = {
    "doubling": "#define A0 x\n" + "".join(f"#define A{n} A{n - 1} A{n - 1}\n" for n in range(1, 40)) + "A39",
    "by arguments": "#define A0(x) x\n" + "".join(f"#define A{n}(x) A{n - 1}(x x)\n" for n in range(1, 40)) + "A39(y)",
    "nested calls": "#define F(x) x x\n" + "F(" * 40 + "y" + ")" * 40,
    "another name": "#define A B\n#define B(x) x x x x\n" + "A(" * 30 + "y" + ")" * 30,
    "a false branch": "#if 0\n#define A x\n#else\n#define A0 "
    + "x" * 600
    + "\n#define A A0 A0 A0\n#endif\n"
    + "A\n" * 500,
    "each other": "".join(f"#define m{i} {' '.join(f'm{j}' for j in range(20))}\n" for i in range(20)) + "m0",
    "an open end": "#define F(x) x\n" + "F(" * 20_000,
    "a deep chain": "#define A0 x\n" + "".join(f"#define A{n} A{n - 1}\n" for n in range(1, 3000)) + "A2999",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_bombs_are_recognised_at_once(bomb: str) -> None:
    with pytest.raises(PassProblem) as found:
        gate(bomb)
    assert found.value.field == "passes.0.code"


def test_a_bomb_in_the_common_pass_is_found_where_it_goes_off() -> None:
    with pytest.raises(PassProblem) as found:
        gate("A39", common=BOMBS["doubling"].removesuffix("A39"))
    assert found.value.field == "passes.1.code"


@pytest.mark.parametrize(
    "code",
    [
        "#define mainImage(o, i) mainImage(out vec4 o, in vec2 i)\nvoid mainImage(c, p) { c = vec4(p, 0, 1); }",
        "#define PI 3.14159\n#define rot(a) mat2(cos(a), -sin(a), sin(a), cos(a))\nfloat f() { return PI; }",
        "// #version 300 es\n/* #include <all> */\nvoid mainImage(out vec4 c, in vec2 p) {}",
        "#ifdef GL_ES\n#pragma optimize(on)\n#endif",
        "#define L for (int i = 0; i < 9; i++)\n#define A(x) (x)\nfloat g = A(A(A(1.0)));",
    ],
)
def test_what_people_write_passes_the_gate(code: str) -> None:
    gate(code)


def test_a_refusal_names_the_line() -> None:
    with pytest.raises(PassProblem, match="line 4"):
        gate("// one\n/* two\n three */\n#  version 300 es")


# ── heat ──

VOTES = st.integers(0, 10_000)
MOMENTS = st.integers(0, 30 * 365 * 86_400).map(lambda seconds: EPOCH + timedelta(seconds=seconds))


def hot(value: float) -> Any:
    return pytest.approx(value, rel=1e-9, abs=1e-9)


@given(VOTES, VOTES)
def test_wilson_is_the_share_that_would_be_z_deviations_away(up: int, down: int) -> None:
    bound, n = wilson(up, down), up + down + 2
    assert (up + 1) / n - bound == hot(1.28 * math.sqrt(bound * (1 - bound) / n))


@given(VOTES, VOTES)
def test_wilson_stays_below_the_share_and_rises_with_it(up: int, down: int) -> None:
    assert 0 < wilson(up, down) < (up + 1) / (up + down + 2)
    assert wilson(up + 1, down) > wilson(up, down)
    assert wilson(up, down + 1) < wilson(up, down)


@given(MOMENTS)
def test_a_vote_taken_back_leaves_no_trace(published_at: datetime) -> None:
    fresh = Standing(0, 0, heat.at_publication(published_at), published_at)
    vote = (1, published_at + timedelta(hours=5))
    there = heat.after_vote(fresh, None, vote)
    back = heat.after_vote(there, vote, None)
    assert there.heat > fresh.heat
    assert (back.up, back.down, back.heat) == (0, 0, hot(fresh.heat))


@given(MOMENTS, st.lists(st.tuples(st.sampled_from([1, -1]), st.integers(0, 10_000)), max_size=8))
def test_the_order_of_votes_does_not_matter(published_at: datetime, cast: list[tuple[int, int]]) -> None:
    def after(votes: list[tuple[int, int]]) -> Standing:
        standing = Standing(0, 0, heat.at_publication(published_at), published_at)
        for value, minutes in votes:
            standing = heat.after_vote(standing, None, (value, published_at + timedelta(minutes=minutes)))
        return standing

    forward, backward = after(cast), after(cast[::-1])
    assert (forward.up, forward.down) == (backward.up, backward.down)
    assert forward.heat == hot(backward.heat)


def test_heat_is_the_decayed_sum_at_every_moment() -> None:
    start = datetime(2026, 6, 1, tzinfo=EPOCH.tzinfo)
    cast = [start + timedelta(hours=hours) for hours in (1, 30, 50)]
    standing = Standing(0, 0, heat.at_publication(start), start)
    for at in cast:
        standing = heat.after_vote(standing, None, (1, at))
    now = start + timedelta(hours=60)
    worth = sum(0.5 ** ((now - at).total_seconds() / HALF_LIFE_S) for at in [start, *cast])
    age = math.log(2) * (now - EPOCH).total_seconds() / HALF_LIFE_S
    assert math.exp(standing.heat - age) == hot(wilson(3, 0) * worth)


def test_a_newcomer_overtakes_what_was_loved_last_month() -> None:
    then = datetime(2026, 6, 1, tzinfo=EPOCH.tzinfo)
    loved = Standing(0, 0, heat.at_publication(then), then)
    for minute in range(200):
        loved = heat.after_vote(loved, None, (1, then + timedelta(minutes=minute)))
    assert loved.heat > heat.at_publication(then + timedelta(days=7))
    assert loved.heat < heat.at_publication(then + timedelta(days=30))


# ── tags, words, licences ──


@given(st.lists(st.text(max_size=40), max_size=12))
def test_tags_are_stored_in_one_form_or_refused_by_field(typed: list[str]) -> None:
    found = refused = None
    try:
        found = tags.normalise(typed)
    except tags.TagProblem as problem:
        refused = problem
    if found is None:
        assert refused
        assert refused.field.startswith("tags")
        return
    assert tags.normalise(found) == found
    assert len(found) <= LIMITS.tags
    assert all(tags.key(tag) == tag and len(tag) <= LIMITS.tag_characters for tag in found)


@given(st.text(max_size=60))
def test_words_lose_nothing_of_what_was_typed(typed: str) -> None:
    found = words.parse(typed)
    assert found.whole.split() == typed.split()
    assert not found.prefix or f"{found.head} {found.prefix}".split() == [
        *typed.split()[:-1],
        typed.split()[-1].lower(),
    ]


def test_every_licence_permits_itself() -> None:
    assert all(licence in permitted(licence) <= LICENCES for licence in LICENCES)
