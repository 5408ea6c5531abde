"""Two orders become pages that show everything once."""

from hypothesis import given
from hypothesis import strategies as st

from fractafrag.domains.feed.mixing import mix


def pages(hot: list[str], new: list[str], size: int) -> list[list[str]]:
    """What the query and `mix` together do, page after page."""
    found: list[list[str]] = []
    left_hot, left_new = hot, new
    while left_hot:
        mixed = mix(left_hot[: size + 1], left_new[: size + 1], lambda name: name, size, f"seed {len(found)}")
        found.append(mixed.page)
        shown = set(hot[: hot.index(mixed.last_hot) + 1]) if mixed.last_hot else set[str]()
        shown |= set(new[: new.index(mixed.last_new) + 1]) if mixed.last_new else set()
        left_hot = [name for name in left_hot if name not in shown]
        left_new = [name for name in left_new if name not in shown]
    return found


@given(st.permutations([str(number) for number in range(23)]), st.integers(1, 9))
def test_every_work_is_shown_once_whatever_the_two_orders(new: list[str], size: int) -> None:
    hot = [str(number) for number in range(23)]
    found = pages(hot, new, size)
    assert sorted(name for page in found for name in page) == sorted(hot)
    assert all(len(page) == size for page in found[:-1])


def test_a_page_takes_from_both_in_turn() -> None:
    mixed = mix(["a", "b", "c", "d"], ["z", "a", "y", "x"], lambda name: name, 4, "seed")
    assert sorted(mixed.page) == ["a", "b", "y", "z"]
    assert (mixed.last_hot, mixed.last_new) == ("b", "y")


def test_the_seed_decides_the_order_within_a_page() -> None:
    names = [str(number) for number in range(20)]
    first, again, other = (mix(names, names[::-1], lambda name: name, 12, seed).page for seed in ("a", "a", "b"))
    assert first == again != other
    assert sorted(first) == sorted(other)


def test_nothing_gives_an_empty_page() -> None:
    assert mix(list[str](), list[str](), lambda name: name, 5, "seed").page == []
