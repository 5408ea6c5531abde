"""Makes the media set and `contract/media.json`: `python library/media/make.py [--only NAME …] [--sheet FILE]`.

Everything is drawn and played by code here, so all of it is ours and CC0-1.0; running it again gives the same files.
Needs NumPy and Pillow, and Node with the packages of this repository for films and music.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from making import films, letters, music, patterns, shadertoy
from making.cubemaps import PLACES, blurred_faces, faces_of
from making.fields import Field
from making.textures import TEXTURES
from PIL import Image

HERE = Path(__file__).parent
CONTRACT = HERE.parent.parent / "contract" / "media.json"
PREVIEW = 112
FACES = ("px", "nx", "py", "ny", "pz", "nz")
NOISES = (
    ("noise-grey-64", "Grey 64", 64, 1),
    ("noise-grey-256", "Grey 256", 256, 1),
    ("noise-rgba-64", "RGBA 64", 64, 4),
    ("noise-rgba-256", "RGBA 256", 256, 4),
)


def picture(field: Field) -> Image.Image:
    """0…1 to an image of bytes."""
    return Image.fromarray((np.clip(field, 0, 1) * 255 + 0.5).astype(np.uint8))


def save(image: Image.Image, name: str, quality: int | None = None) -> str:
    """Writes a WebP, lossless without a quality; its name."""
    how: dict[str, Any] = {"lossless": True, "exact": True} if quality is None else {"quality": quality}
    image.save(HERE / name, "WEBP", method=6, **how)
    return name


def preview(image: Image.Image, name: str) -> str:
    """Writes what a list shows: a square from the middle."""
    image = image.convert("RGB")
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    square = image.crop((left, top, left + side, top + side))
    return save(
        square.resize((PREVIEW, PREVIEW), Image.Resampling.LANCZOS if side > PREVIEW else Image.Resampling.NEAREST),
        f"{name}.preview.webp",
        72,
    )


class MediaSet:
    """What has been made so far; what is not asked for is taken over as it is."""

    def __init__(self, only: list[str]) -> None:
        self.only = only
        self.media: list[dict[str, Any]] = []
        before = json.loads(CONTRACT.read_text()) if CONTRACT.exists() else {"media": []}
        self.before = {one["id"]: one for one in before["media"]}

    def wants(self, name: str) -> bool:
        """Whether to make this one; if not, it is listed as before."""
        if not self.only or name in self.only or name not in self.before:
            print(name, file=sys.stderr)
            return True
        self.media.append({**self.before[name], "shadertoy": shadertoy.known(name)})
        return False

    def add(self, name: str, type_: str, title: str, files: list[str], shown: str | None, **sizes: float) -> None:
        """Lists one."""
        self.media.append(
            {
                "id": name,
                "type": type_,
                "title": title,
                "files": files,
                "preview": shown,
                **sizes,
                "shadertoy": shadertoy.known(name),
            }
        )

    def texture(self, name: str, title: str, field: Field, quality: int | None, channels: int) -> None:
        """Writes and lists a texture."""
        image = picture(field)
        file = save(image, f"{name}.webp", quality)
        self.add(
            name,
            "texture",
            title,
            [file],
            preview(image, name),
            width=image.width,
            height=image.height,
            channels=channels,
        )


def textures(made: MediaSet) -> None:
    for name, title, size, channels in NOISES:
        made.add(name, "texture", title, [], None, width=size, height=size, channels=channels)
    if made.wants("blue-noise"):
        tile = np.stack([patterns.blue_noise(128, f"blue-noise-{channel}") for channel in range(4)], -1)
        # Shaders fetch its texels by number up to 1023, and there must be one: the tile is laid eight times each way.
        image = Image.fromarray(np.tile(tile, (8, 8, 1)))
        shown = preview(Image.fromarray(tile[..., :3]), "blue-noise")
        made.add(
            "blue-noise",
            "texture",
            "Blue noise",
            [save(image, "blue-noise.webp")],
            shown,
            width=1024,
            height=1024,
            channels=4,
        )
    if made.wants("bayer"):
        made.texture("bayer", "Bayer matrix", patterns.bayer().astype(np.float32) / 255, None, 1)
    for name, (title, draw) in TEXTURES.items():
        if made.wants(name):
            field = draw()
            made.texture(name, title, field, 88, 1 if field.ndim == 2 else 3)
    if made.wants("letters"):
        made.texture("letters", "Letters", letters.letters(), None, 4)
        atlas = Image.open(HERE / "letters.webp").getchannel(0)
        preview(atlas.crop((0, 192, 512, 704)), "letters")
    if made.wants("sprites"):
        strip = patterns.sprites()
        made.texture("sprites", "Moth, six frames", strip, None, 4)
        preview(picture(strip[..., :3] * strip[..., 3:]).crop((0, 0, 40, 32)), "sprites")


def cubemaps(made: MediaSet) -> None:
    for name, (title, size, place) in PLACES.items():
        wanted = [made.wants(name), made.wants(f"{name}-blurred")]
        if not any(wanted):
            continue
        faces = faces_of(place(), size)
        for wish, suffix, words, set_of in (
            (wanted[0], "", title, faces),
            (wanted[1], "-blurred", f"{title}, blurred", blurred_faces(faces, 64)),
        ):
            if wish:
                images = [picture(face) for face in set_of]
                files = [
                    save(image, f"{name}{suffix}-{face}.webp", 88) for image, face in zip(images, FACES, strict=True)
                ]
                side = images[0].width
                made.add(
                    f"{name}{suffix}",
                    "cubemap",
                    words,
                    files,
                    preview(images[4], f"{name}{suffix}"),
                    width=side,
                    height=side,
                    channels=3,
                )


def volumes(made: MediaSet) -> None:
    for name, title, channels in (("volume-noise-grey", "Grey 32³", 1), ("volume-noise-rgba", "RGBA 32³", 4)):
        if made.wants(name):
            data = patterns.volume_noise(32, channels, name)
            (HERE / f"{name}.bin").write_bytes(data)
            slice_ = np.frombuffer(data, np.uint8).reshape(32, 32, 32, channels)[0]
            shown = preview(Image.fromarray(slice_[..., :3] if channels == 4 else slice_[..., 0]), name)
            made.add(name, "volume", title, [f"{name}.bin"], shown, width=32, height=32, depth=32, channels=channels)


def films_and_music(made: MediaSet) -> None:
    jobs: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, (title, draw) in films.FILMS.items():
            if not made.wants(name):
                continue
            frames = [np.asarray(picture(frame).convert("RGBA")) for frame in draw()]
            height, width = frames[0].shape[:2]
            (Path(scratch) / f"{name}.raw").write_bytes(b"".join(frame.tobytes() for frame in frames))
            jobs.append(
                {
                    "kind": "film",
                    "raw": f"{name}.raw",
                    "file": str(HERE / f"{name}.webm"),
                    "width": width,
                    "height": height,
                    "fps": films.FPS,
                    "bitrate": 260_000,
                }
            )
            shown = preview(Image.fromarray(frames[0]), name)
            made.add(
                name,
                "video",
                title,
                [f"{name}.webm"],
                shown,
                width=width,
                height=height,
                seconds=len(frames) / films.FPS,
                channels=3,
            )
        if made.wants("music-loop"):
            sound = music.loop()
            (Path(scratch) / "music.raw").write_bytes(sound.tobytes())
            jobs.append(
                {
                    "kind": "music",
                    "raw": "music.raw",
                    "file": str(HERE / "music-loop.webm"),
                    "rate": music.RATE,
                    "bitrate": 80_000,
                }
            )
            made.add(
                "music-loop",
                "music",
                "Loop in A minor",
                ["music-loop.webm"],
                preview(wave_form(sound), "music-loop"),
                width=512,
                height=2,
                seconds=music.SECONDS,
                channels=1,
            )
        if jobs:
            (Path(scratch) / "jobs.json").write_text(json.dumps(jobs))
            subprocess.run(["node", str(HERE / "making" / "encode.mjs"), scratch], check=True)


def wave_form(sound: np.ndarray[Any, Any]) -> Image.Image:
    """The loudness of the music along its time, as bars from the middle."""
    loud = np.abs(sound.astype(np.float32)).max(1)
    bars = loud[: len(loud) // 28 * 28].reshape(28, -1)
    level = np.sqrt((bars**2).mean(1)) / 32768
    level = level / level.max()
    field = np.zeros((PREVIEW, PREVIEW, 3), np.float32) + np.array([0.06, 0.065, 0.09], np.float32)
    for bar, height in enumerate(level):
        half = max(2, int(height**1.6 * PREVIEW * 0.36))
        tint = np.array([0.45 + 0.4 * bar / 28, 0.55, 1 - 0.4 * bar / 28], np.float32)
        field[PREVIEW // 2 - half : PREVIEW // 2 + half, bar * 4 : bar * 4 + 3] = tint
    return picture(field)


def sheet(file: Path, media: list[dict[str, Any]]) -> None:
    """All previews beside each other, to be looked at."""
    shown = [Image.open(HERE / one["preview"]) for one in media if one["preview"]]
    image = Image.new("RGB", (8 * (PREVIEW + 4), -(-len(shown) // 8) * (PREVIEW + 4)))
    for at, one in enumerate(shown):
        image.paste(one, (at % 8 * (PREVIEW + 4), at // 8 * (PREVIEW + 4)))
    image.save(file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--sheet", type=Path)
    given = parser.parse_args()
    made = MediaSet(given.only)
    for make in (textures, cubemaps, volumes, films_and_music):
        make(made)
    document = {
        "$comment": "The media set: made by library/media/make.py, with the texts of library/media/making.",
        "version": 1,
        "substitutes": shadertoy.SUBSTITUTES,
        "media": made.media,
    }
    CONTRACT.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    if given.sheet:
        sheet(given.sheet, made.media)
    total = sum(file.stat().st_size for file in HERE.iterdir() if file.suffix in {".webp", ".webm", ".bin"})
    print(f"{len(made.media)} media, {total / 1e6:.2f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
