"""How a text becomes the numbers that a BERT-like network reads: lower case, accents off, words in known pieces.

The algorithm is that of BERT's own uncased tokenizer (J. Devlin, M.-W. Chang, K. Lee, K. Toutanova, "BERT:
pre-training of deep bidirectional transformers for language understanding", NAACL 2019). The list of pieces comes from
there too (Apache-2.0, see the README beside it). The usual library for this brings a client of a model hub along.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

VOCABULARY = Path(__file__).with_name("vocabulary.txt")
UNKNOWN, BEGIN, END = "[UNK]", "[CLS]", "[SEP]"
WORD_CHARACTERS = 100
"""A longer word is unknown."""

# Between two of these stands a word; CJK ideographs stand for themselves.
_IDEOGRAPHS = "\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0002a6df\U0002a700-\U0002b81f\U0002b820-\U0002ceaf\uf900-\ufaff"
_ALONE = re.compile(f"([{_IDEOGRAPHS}]|[!-/:-@\\[-`{{-~])")


@lru_cache
def vocabulary() -> dict[str, int]:
    """Every piece and its number."""
    return {piece: number for number, piece in enumerate(VOCABULARY.read_text("utf-8").splitlines())}


def numbers(text: str, most: int) -> list[int]:
    """The numbers of a text's pieces between those of BEGIN and END, at most `most` (≥ 2) in all."""
    known = vocabulary()
    found = [known[BEGIN]]
    for word in _words(text):
        found += _pieces(word, known)
        if len(found) >= most:
            break
    return [*found[: most - 1], known[END]]


def _words(text: str) -> list[str]:
    plain = "".join(" " if char.isspace() else char for char in text if _is_kept(char))
    bare = "".join(char for char in unicodedata.normalize("NFD", plain.lower()) if unicodedata.category(char) != "Mn")
    spaced = "".join(f" {char} " if unicodedata.category(char)[0] == "P" else char for char in bare)
    return _ALONE.sub(r" \1 ", spaced).split()


def _is_kept(char: str) -> bool:
    return char.isspace() or (char != "\ufffd" and unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs"))


def _pieces(word: str, known: dict[str, int]) -> list[int]:
    """The longest known beginnings, one after another; the unknown as a whole where one is missing."""
    if len(word) > WORD_CHARACTERS:
        return [known[UNKNOWN]]
    found: list[int] = []
    start = 0
    while start < len(word):
        mark = "##" if start else ""
        end = next((end for end in range(len(word), start, -1) if mark + word[start:end] in known), None)
        if end is None:
            return [known[UNKNOWN]]
        found.append(known[mark + word[start:end]])
        start = end
    return found
