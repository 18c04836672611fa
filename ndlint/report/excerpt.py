"""One line of code as a terminal shows it, and the marks that stand beneath a part of it."""

TAB = 8
WIDEST = 160
"""Longer lines are cut to a piece about the part that is marked."""

_HIDDEN = dict.fromkeys(
    {*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - {0x09},
    "\ufffd",
)
"""Characters that steer a terminal, or turn the direction of writing."""


def printable(text: str) -> str:
    """The text without a character that a terminal obeys instead of showing it."""
    return text.translate(_HIDDEN)


def excerpt(line: str, first: int, last: int) -> tuple[str, str]:
    """The line and the carets under its characters from `first` up to, not including, `last`."""
    before, after = "", ""
    if len(line) > WIDEST:
        start = max(0, first - WIDEST // 4) if first > WIDEST // 2 else 0
        before = "..." if start else ""
        after = "..." if start + WIDEST < len(line) else ""
        line = line[start : start + WIDEST]
        first, last = first - start, min(last - start, len(line))
    shown = before + _without_tabs(line)
    left = _width(before + _without_tabs(line[:first]))
    right = _width(before + _without_tabs(line[:last]))
    return shown + after, " " * left + "^" * max(1, right - left)


def _without_tabs(line: str) -> str:
    """The line with spaces for its tabs. What a prefix becomes is a prefix of the whole."""
    first, *rest = printable(line).split("\t")
    shown = first
    for piece in rest:
        shown += " " * (TAB - _width(shown) % TAB) + piece
    return shown


def _width(text: str) -> int:
    """How many columns of a terminal the text takes: East Asian characters take two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def count(number: int, noun: str) -> str:
    """ "1 finding", "2 findings"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
