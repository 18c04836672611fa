"""Words of messages."""

VOWELS = tuple("aeio")
"""Letters that ask for "an". No "u": a dtype that begins with it is spoken as "you"."""


def with_article(noun: str) -> str:
    """The noun with "a" or "an" before it."""
    return f"an {noun}" if noun.startswith(VOWELS) else f"a {noun}"
