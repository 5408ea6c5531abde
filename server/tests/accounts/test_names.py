"""Names, addresses and passwords as pure questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from fractafrag.domains.accounts import names, strength


@given(some.text())
def test_a_normal_name_is_ascii_in_lower_case_and_its_own_normal_form(text: str) -> None:
    normal = names.normal_username(text)
    if normal is not None:
        assert normal.isascii()
        assert normal == normal.lower()
        assert 3 <= len(normal) <= 32
        assert names.normal_username(normal) == normal


@given(some.one_of(some.text(), some.emails(), some.text().map(lambda text: text + "@example.org")))
def test_a_normal_address_is_its_own_normal_form(text: str) -> None:
    normal = names.normal_email(text)
    if normal is not None:
        assert names.normal_email(normal) == normal
        assert names.normal_email(normal.upper()) in (normal, None) or not normal.isascii()


@pytest.mark.parametrize("name", ["admin", "Admin", "a-d-m-i-n", "fracta_frag", "API", "_root_"])
def test_a_reserved_name_cannot_be_disguised(name: str) -> None:
    assert names.is_reserved(name)


@pytest.mark.parametrize("name", ["ada", "administer", "frag", "apia", "x-y_z"])
def test_other_names_are_free(name: str) -> None:
    assert not names.is_reserved(name)


@given(some.text(), some.text(min_size=3, max_size=32), some.one_of(some.none(), some.emails()))
def test_every_password_is_judged(password: str, username: str, email: str | None) -> None:
    flaw = strength.flaw(password, username, email)
    assert flaw is None or flaw.endswith((".", "another."))


@pytest.mark.parametrize("password", ["ada12345", "ADA!!!!!!", "ada-lovelace-1815", "ada.lovelace@example.org"])
def test_a_password_is_not_the_name(password: str) -> None:
    assert strength.flaw(password, "ada" if "love" not in password else "ada-lovelace", "ada.lovelace@example.org")


@pytest.mark.parametrize("password", ["canada 12345", "correct horse battery staple", "Tr0ub4dor&3", "8charsok"])
def test_an_ordinary_password_is_good(password: str) -> None:
    assert strength.flaw(password, "ada", "ada@example.org") is None
