"""Pure room: which passwords are guessed first."""

import re

MIN_LENGTH = 8
MAX_LENGTH = 256
_MIN_DIFFERENT = 4

# Those of 8 or more characters that every list of stolen passwords begins with.
_WORST_WORDS = """
00000000 0123456789 1029384756 11111111 11223344 1122334455 12121212 123123123 12341234 12344321 1234554321
12345678 123456789 1234567890 1234567891 12345678910 123456789a 123456abc 1234abcd 1234qwer 123qweasd 1q2w3e4r
1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc 87654321 88888888 987654321 9876543210 abc123456 abcd1234 abcdefgh admin123
admin1234 administrator asdasdasd asdf1234 asdfghjk asdfghjkl azertyuiop baseball basketball bismillah butterfly
changeme changeme1 changeme123 charlie1 computer corvette danielle dragon123 facebook football football1
football123 fractafrag iloveyou iloveyou1 iloveyou123 jennifer jonathan letmein1 letmein123 liverpool master123
metallica michelle midnight mustang1 mypassword p@ssw0rd p@ssword passw0rd passw0rd1 password password!
password1 password1! password12 password123 password1234 pokemon1 princess princess1 q1w2e3r4 q1w2e3r4t5
qazwsxedc qwer1234 qwerasdf qwert123 qwerty12 qwerty123 qwerty1234 qwertyui qwertyuiop samantha secret123
starwars sunshine sunshine1 superman superman1 test1234 testtest trustno1 victoria welcome1 welcome123 whatever
zaq12wsx zxcvbnm1 zxcvbnm123
"""
_WORST = frozenset(_WORST_WORDS.split())


def flaw(password: str, username: str, email: str | None) -> str | None:
    """What is wrong with a password for this account, as a sentence; None when nothing is."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        return f"A password has {MIN_LENGTH} to {MAX_LENGTH} characters."
    plain = password.casefold()
    if plain in _WORST:
        return "This is one of the passwords that are tried first; choose another."
    if len(set(plain)) < _MIN_DIFFERENT:
        return f"A password needs at least {_MIN_DIFFERENT} different characters."
    if plain == (email or "").casefold() or _letters(plain) in {
        _letters(username),
        _letters((email or "").split("@")[0]),
    }:
        return "A password must not be your name or address."
    return None


def _letters(text: str) -> str:
    """The text without the digits and signs that people hang on a name; itself when nothing would remain."""
    return re.sub(r"[\W\d_]+", "", text.casefold()) or text.casefold()
