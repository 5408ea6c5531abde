"""`fractafrag render` in the shell: the platform's renderer for a file."""

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
        (("ok.glsl", "-o", "x.gif"), "The output's name ends in one of .png, .webp, .webm, .mp4."),
        (("ok.glsl", "-o", "x.png", "--size", "wide"), "A size is WIDTHxHEIGHT, as in 960x540, not wide."),
        (("ok.glsl", "-o", "nowhere/x.png"), "There is no folder"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    (tmp_path / "ok.glsl").write_text(DAWN)
    (tmp_path / "latin.glsl").write_bytes(b"// \xfc\n")
    done = render(*arguments, folder=tmp_path)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
