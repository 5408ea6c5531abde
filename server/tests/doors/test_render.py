"""`fractafrag render` in the shell: the platform's renderer for a file."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fractafrag.core.settings import ROOT

needs_renderer = pytest.mark.skipif(
    not (ROOT / "renderer" / "dist" / "main.js").exists(), reason="the renderer is not built"
)
DAWN = "void mainImage(out vec4 c, in vec2 p) { c = vec4(p / iResolution.xy, 0.5 + 0.4 * sin(iTime), 1.0); }\n"


def render(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "fractafrag.doors.cli", "render", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(Path.home()),
            "FRACTAFRAG_DATA": str(folder / "data"),
            "ENV_FILE": "",
        },
    )


@needs_renderer
@pytest.mark.parametrize(
    ("name", "magic"),
    [("still life.png", b"\x89PNG"), ("still.webp", b"RIFF"), ("film.webm", b"\x1aE\xdf\xa3"), ("film.mp4", b"ftyp")],
)
def test_a_file_becomes_what_the_name_of_the_output_says(tmp_path: Path, name: str, magic: bytes) -> None:
    (tmp_path / "my shader.glsl").write_text(DAWN)
    done = render("my shader.glsl", "-o", name, "--size", "64x48", "--seconds", "0.5", "--fps", "10", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "64x48" in done.stdout
    assert magic in (tmp_path / name).read_bytes()[:12]


@needs_renderer
def test_errors_name_file_pass_and_line(tmp_path: Path) -> None:
    (tmp_path / "two.glsl").write_text(
        "// title: Two\n// description: Two passes.\n// tags: 2d\n// licence: CC0-1.0\n// poster: 1.0\n//\n"
        "// == Common\nfloat half_of(float x) { return x / 2.0; }\n"
        "// == Image\nvoid mainImage(out vec4 c, in vec2 p) {\n    c = vec4(half_of(p), 1.0);\n}\n"
    )
    done = render("two.glsl", "-o", "two.png", folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("two.glsl:Image:2:")
    assert not (tmp_path / "two.png").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("missing.glsl", "-o", "x.png"), "missing.glsl: No such file or directory"),
        (("latin.glsl", "-o", "x.png"), "latin.glsl is not UTF-8 (byte 3)."),
        (("ok.glsl", "-o", "x.gif"), "The output's name ends in one of .png, .webp, .jpg, .jpeg, .webm, .mp4."),
        (("ok.glsl", "-o", "x.png", "--size", "wide"), "A size is WIDTHxHEIGHT, as in 960x540, not wide."),
        (("ok.glsl", "-o", "nowhere/x.png"), "There is no folder"),
        (("ok.glsl", "-o", "x.png", "--set", "tint=red"), "A value is NAME=VALUE"),
        (("ok.glsl", "-o", "x.png", "--set", "sped=1"), "There is no parameter sped in ok.glsl."),
        (("ok.glsl", "ok.glsl", "-o", "out", "--format", "gif"), "A format is one of png, webp, jpg, jpeg, webm, mp4"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    (tmp_path / "ok.glsl").write_text(DAWN)
    (tmp_path / "latin.glsl").write_bytes(b"// \xfc\n")
    done = render(*arguments, folder=tmp_path)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@needs_renderer
def test_a_folder_becomes_a_folder_of_pictures_and_a_second_run_draws_only_what_changed(tmp_path: Path) -> None:
    (tmp_path / "works" / "deep").mkdir(parents=True)
    (tmp_path / "works" / "dawn.glsl").write_text(DAWN)
    (tmp_path / "works" / "deep" / "dusk.frag").write_text(DAWN.replace("0.5", "0.2"))
    (tmp_path / "works" / "broken.glsl").write_text("void mainImage(out vec4 c, in vec2 p) {\n    c = nothing;\n}\n")
    (tmp_path / "works" / "notes.txt").write_text("Not a shader.")
    asked = ("works", "-o", "out", "--size", "64x36", "--format", "png")
    done = render(*asked, folder=tmp_path)
    assert done.returncode == 1
    assert "2 drawn into out." in done.stdout
    assert "works/broken.glsl:Image:2:" in done.stderr
    assert "1 of 3 could not be drawn." in done.stderr
    assert sorted(str(one.relative_to(tmp_path)) for one in (tmp_path / "out").rglob("*.*")) == [
        "out/dawn.png",
        "out/deep/dusk.png",
    ]
    before = (tmp_path / "out" / "dawn.png").stat().st_mtime_ns
    (tmp_path / "works" / "broken.glsl").write_text(DAWN.replace("iTime", "2.0"))
    done = render(*asked, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 of 3 are there already." in done.stdout
    assert "1 drawn into out." in done.stdout
    assert (tmp_path / "out" / "dawn.png").stat().st_mtime_ns == before


@needs_renderer
def test_a_contact_sheet_holds_the_moments_that_were_named(tmp_path: Path) -> None:
    (tmp_path / "dawn.glsl").write_text(DAWN)
    done = render("dawn.glsl", "-o", "sheet.png", "--sheet", "--times", "0,1,2,3", "--size", "64x36", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    picture = (tmp_path / "sheet.png").read_bytes()
    width, height = int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
    assert width >= 2 * 64
    assert height >= 2 * 36
    assert f"{width}x{height}" in done.stdout


@needs_renderer
def test_values_and_several_formats_and_a_report_for_programs(tmp_path: Path) -> None:
    (tmp_path / "works").mkdir()
    (tmp_path / "works" / "tint.glsl").write_text(
        "uniform vec3 tint; // @colour = #000000\n"
        "void mainImage(out vec4 c, in vec2 p) { c = vec4(tint * step(0.5, p.x / iResolution.x), 1.0); }\n"
    )
    (tmp_path / "works" / "dawn.glsl").write_text(DAWN)
    (tmp_path / "works" / "broken.glsl").write_text("void mainImage(out vec4 c, in vec2 p) { c = nothing; }\n")
    asked = ("works", "-o", "out", "--size", "64x36", "--format", "png,webp", "--set", "tint=#ffffff", "--json")
    done = render(*asked, folder=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    report = json.loads(done.stdout)
    assert [one["output"] for one in report["drawn"]] == [
        "out/dawn.png",
        "out/dawn.webp",
        "out/tint.png",
        "out/tint.webp",
    ]
    luma = {one["output"]: one["facts"]["mean_luma"] for one in report["drawn"]}
    assert 0.4 < luma["out/tint.png"] < 0.6
    assert [one["errors"][0]["line"] for one in report["failed"]] == [1, 1]
    report = json.loads(render(*asked, folder=tmp_path).stdout)
    assert (report["drawn"], len(report["there"]), len(report["failed"])) == ([], 4, 2)


def test_two_works_of_one_name_are_not_drawn_over_each_other(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "dawn.glsl").write_text(DAWN)
    done = render("a/dawn.glsl", "b/dawn.glsl", "-o", "out", folder=tmp_path)
    assert done.returncode == 1
    assert "a/dawn.glsl and b/dawn.glsl would both be drawn to out/dawn.webp." in done.stderr


@needs_renderer
def test_the_same_work_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "dawn.glsl").write_text(DAWN)
    for run in ("1", "2"):
        for ending in ("png", "webp", "webm"):
            output = f"{run}.{ending}"
            shape = ("--size", "64x48", "--seconds", "0.5", "--fps", "10")
            assert render("dawn.glsl", "-o", output, *shape, folder=tmp_path).returncode == 0
    for ending in ("png", "webp", "webm"):
        assert (tmp_path / f"1.{ending}").read_bytes() == (tmp_path / f"2.{ending}").read_bytes(), ending
