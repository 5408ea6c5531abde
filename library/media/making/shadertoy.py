"""Shadertoy: which of our media stands for which of theirs, by what is publicly known of their names.

Of their files nothing is here. `likeness` says what an author will find: "exact", the same texels; "alike", the same
kind of thing in the same channels; "stand-in", only the same type.
"""

from typing import NamedTuple


class Theirs(NamedTuple):
    """One asset of Shadertoy: its name there, its numeric and its own id, its addresses old and new."""

    name: str
    ids: tuple[str, ...]
    files: tuple[str, ...]
    ours: str
    likeness: str


def _texture(name: str, number: str, preset: str, sha: str, ours: str, likeness: str, *ids: str) -> Theirs:
    suffix = preset[-4:]
    files = tuple(
        file for file in (f"/presets/{preset}" if preset != suffix else "", f"/media/a/{sha}{suffix}") if file
    )
    return Theirs(name, tuple(one for one in (number, *ids) if one), files, ours, likeness)


# fmt: off
ASSETS: tuple[Theirs, ...] = (
    _texture("Rock Tiles", "1", "tex00.jpg", "10eb4fe0ac8a7dc348a2cc282ca5df1759ab8bf680117e4047728100969e7b43", "rock-tiles", "alike"),
    _texture("Organic 1", "2", "tex01.jpg", "cd4c518bc6ef165c39d4405b347b51ba40f8d7a065ab0e8d2e4f422cbc1e8a43", "organic-earth", "stand-in"),
    _texture("Rusty Metal", "3", "tex02.jpg", "95b90082f799f48677b4f206d856ad572f1d178c676269eac6347631d4447258", "metal", "alike"),
    _texture("Stars", "4", "tex03.jpg", "e6e5631ce1237ae4c05b3563eda686400a401df4548d0f9fad40ecac1659c46c", "stars", "alike"),
    _texture("London", "5", "tex04.jpg", "8de3a3924cb95bd0e95a443fff0326c869f9d4979cd1d5b6e94e2a01f5be53e9", "city", "stand-in"),
    _texture("Wood", "6", "tex05.jpg", "1f7dca9c22f324751f2a5a59c9b181dfe3b5564a04b724c657732d0bf09c99db", "wood", "alike"),
    _texture("Lichen", "7", "tex06.jpg", "fb918796edc3d2221218db0811e240e72e340350008338b0c07a52bd353666a6", "lichen", "alike"),
    _texture("Abstract 1", "8", "tex07.jpg", "52d2a8f514c4fd2d9866587f4d7b2a5bfa1a11a0e772077d7682deb8b3b517e5", "abstract-ink", "stand-in"),
    _texture("Abstract 2", "9", "tex08.jpg", "bd6464771e47eed832c5eb2cd85cdc0bfc697786b903bfd30f890f9d4fc36657", "abstract-weave", "stand-in"),
    _texture("Organic 2", "10", "tex09.jpg", "92d7758c402f0927011ca8d0a7e40251439fba3a1dac26f5b8b62026323501aa", "organic-skin", "stand-in"),
    _texture("Gray Noise Small", "15", "tex10.png", "0a40562379b63dfb89227e6d172f39fdce9022cba76623f1054a2c83d6c0ba5d", "noise-grey-64", "alike"),
    _texture("RGBA Noise Small", "16", "tex11.png", "3083c722c0c738cad0f468383167a0d246f91af2bfa373e9c5c094fb8c8413e0", "noise-rgba-64", "alike"),
    _texture("Gray Noise Medium", "17", "tex12.png", "0c7bf5fe9462d5bffbd11126e82908e39be3ce56220d900f633d58fb432e56f5", "noise-grey-256", "alike", "4dXGzn"),
    _texture("Nyancat", "14", "tex14.png", "cbcbb5a6cfb55c36f8f021fbb0e3f69ac96339a39fa85cd96f2017a2192821b5", "sprites", "stand-in"),
    _texture("Bayer", "28", "tex15.png", "85a6d68622b36995ccb98a89bbb119edf167c914660e4450d313de049320005c", "bayer", "alike"),
    _texture("RGBA Noise Medium", "30", "tex16.png", "f735bee5b64ef98879dc618b016ecf7939a5756040c2cde21ccb15e69a6e1cfb", "noise-rgba-256", "alike"),
    _texture("Organic 4", "45", "tex17.jpg", "3871e838723dd6b166e490664eead8ec60aedd6b8d95bc8e2fe3f882f0fd90f0", "organic-leaf", "stand-in"),
    _texture("Organic 3", "46", "tex18.jpg", "79520a3d3a0f4d3caa440802ef4362e99d54e12b1392973e4ea321840970a88a", "organic-coral", "stand-in"),
    _texture("Pebbles", "47", "tex19.png", "ad56fba948dfba9ae698198c109e71f118a54d209c0ea50d77ea546abad89c57", "pebbles", "alike"),
    _texture("Abstract 3", "48", "tex20.jpg", "8979352a182bde7c3c651ba2b2f4e0615de819585cc37b7175bcefbca15a6683", "abstract-silk", "stand-in"),
    _texture("Font 1", "", "tex21.png", "08b42b43ae9d3c0605da11d0eac86618ea888e62cdd9518ee8b9097488b31560", "letters", "alike"),
    _texture("Blue Noise", "", ".png", "cb49c003b454385aa9975733aff4571c62182ccdda480aaba9a8d250014f00ec", "blue-noise", "alike", "XsBSR3"),
    Theirs("Uffizi Gallery", ("22",), ("/presets/cube00_0.jpg", "/media/a/585f9546c092f53ded45332b343144396c0b2d70d9965f585ebc172080d8aa58.jpg"), "courtyard", "stand-in"),
    Theirs("Uffizi Gallery Blurred", ("23",), ("/presets/cube01_0.png", "/media/a/793a105653fbdadabdc1325ca08675e1ce48ae5f12e37973829c87bea4be3232.png"), "courtyard-blurred", "stand-in"),
    Theirs("St Peters Basilica", ("24", "XdX3zn"), ("/presets/cube02_0.jpg", "/media/a/488bd40303a2e2b9a71987e48c66ef41f5e937174bf316d3ed0e86410784b919.jpg"), "hall", "stand-in"),
    Theirs("St Peters Basilica Blurred", ("25",), ("/presets/cube03_0.png", "/media/a/550a8cce1bf403869fde66dddf6028dd171f1852f4a704a465e1b80d23955663.png"), "hall-blurred", "stand-in"),
    Theirs("Forest", ("26",), ("/presets/cube04_0.png", "/media/a/94284d43be78f00eb6b298e6d78656a1b34e2b91b34940d02f1ca8b22310e8a0.png"), "forest", "stand-in"),
    Theirs("Forest Blurred", ("27",), ("/presets/cube05_0.png", "/media/a/0681c014f6c88c356cf9c0394ffe015acc94ec1474924855f45d22c3e70b5785.png"), "forest-blurred", "stand-in"),
    Theirs("Gray Noise 3D", ("4sfGRr",), ("/media/a/27012b4eadd0c3ce12498b867058e4f717ce79e10a99568cca461682d84a4b04.bin",), "volume-noise-grey", "alike"),
    Theirs("RGBA Noise 3D", ("XdX3Rr",), ("/media/a/aea6b99da1d53055107966b59ac5444fc8bc7b3ce2d0bbb6a4a3cbae1d97f3aa.bin",), "volume-noise-rgba", "alike"),
    Theirs("Google Chrome", ("11",), ("/presets/vid00.ogv", "/media/a/c3a071ecf273428bc72fc72b2dd972671de8da420a2d4f917b75d20e1c24b34c.ogv"), "lanterns", "stand-in"),
    Theirs("Britney Spears", ("12",), ("/presets/vid01.webm", "/media/a/e81e818ac76a8983d746784b423178ee9f6cdcdf7f8e8d719341a6fe2d2ab303.webm"), "lanterns", "stand-in"),
    Theirs("Claude Van Damme", ("36",), ("/presets/vid03.webm", "/media/a/35c87bcb8d7af24c54d41122dadb619dd920646a0bd0e477e7bdc6d12876df17.webm"), "dancer", "stand-in"),
    Theirs("Archive film", ("29",), ("/presets/vid02.ogv", "/media/a/3405e48f74815c7baa49133bdc835142948381fbe003ad2f12f5087715731153.ogv"), "lanterns", "stand-in"),
    Theirs("Electronebulae", ("13",), ("/presets/mzk00.mp3",), "music-loop", "stand-in"),
    Theirs("Experiment", ("18",), ("/presets/mzk01.mp3",), "music-loop", "stand-in"),
    Theirs("8 bit mentality", ("19",), ("/presets/mzk02.mp3", "/media/a/a6a1cf7a09adfed8c362492c88c30d74fb3d2f4f7ba180ba34b98556660fada1.mp3"), "music-loop", "stand-in"),
    Theirs("X'TrackTure", ("20",), ("/presets/mzk03.mp3",), "music-loop", "stand-in"),
    Theirs("ourpithyator", ("21",), ("/presets/mzk04.mp3",), "music-loop", "stand-in"),
    Theirs("Tropical Beeper", ("34",), ("/presets/mzk05.mp3",), "music-loop", "stand-in"),
    Theirs("Most Geometric Person", ("35",), ("/presets/mzk06.mp3",), "music-loop", "stand-in"),
    # Music of which the address is known and the name is not.
    Theirs("a track of Shadertoy", ("4df3Rn",), ("/media/a/3c33c415862bb7964d256f4749408247da6596f2167dca2c86cc38f83c244aa6.mp3",), "music-loop", "stand-in"),
    *(
        Theirs("a track of Shadertoy", (), (f"/media/a/{sha}.mp3",), "music-loop", "stand-in")
        for sha in (
            "29de534ed5e4a6a224d2dfffab240f2e19a9d95f5e39de8898e850efdb2a99de",
            "48e2d9ef22ca6673330b8c38a260c87694d2bbc94c19fec9dfa4a1222c364a99",
            "894a09f482fb9b2822c093630fc37f0ce6cfec02b652e4e341323e4b6e4a4543",
            "d96b229eeb7a08d53adfcf1ff89e54c9ffeebed193d317d1a01cc8125c0f5cca",
            "ec8a6ea755d34600547a5353f21f0a453f9f55ff95514383b2d80b8d71283eda",
        )
    ),
)
# fmt: on

SUBSTITUTES = {
    "texture": "abstract-ink",
    "cubemap": "courtyard",
    "volume": "volume-noise-grey",
    "video": "lanterns",
    "music": "music-loop",
}
"""What stands for an asset of each type that nobody knows."""


def known(ours: str) -> list[dict[str, str]]:
    """What `contract/media.json` says of one of our media: each pair of an id (empty: unknown) and an address."""
    rows: list[dict[str, str]] = []
    for asset in ASSETS:
        if asset.ours != ours:
            continue
        for at in range(max(len(asset.ids), len(asset.files))):
            rows.append(
                {
                    "id": asset.ids[at] if at < len(asset.ids) else "",
                    "file": asset.files[at] if at < len(asset.files) else "",
                    "name": asset.name,
                    "likeness": asset.likeness,
                }
            )
    return rows
