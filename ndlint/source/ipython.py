"""What IPython adds to Python, as the Python that IPython makes of it.

A magic becomes a call of `get_ipython()`, as in a notebook that is exported to a script; only
here every line keeps its number, and what `%time` runs keeps its column.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from msgspec import Struct

from ndlint.source.text import parse

RUNS_THE_CELL = frozenset({"capture", "debug", "memit", "prun", "time", "timeit"})
"""Cell magics that run the rest of the cell as it stands."""
KEEPS_NO_NAMES = frozenset({"memit", "timeit"})
"""Those of them that run it apart: what it binds is bound for itself only, and more than once."""
RUNS_THE_LINE = frozenset({"prun", "time"})
"""Line magics that run the rest of the line, once."""
AUTOMAGIC = frozenset(
    {"cat", "cd", "conda", "cp", "load_ext", "ls", "mamba", "matplotlib", "mkdir", "mv", "pip"}
    | {"pylab", "rm", "run", "time", "timeit", "uv"}
)
"""Magics that may stand without their sign, in a cell of one line."""

BOM = "\ufeff"

_MAGIC = re.compile(r"(?P<indent>\s*)(?P<sign>%{1,2})(?P<name>\S*)(?P<gap>\s*)(?P<rest>.*)", re.S)
_SHELL = re.compile(r"(?P<indent>\s*)(?P<sign>!{1,2})(?P<rest>.*)", re.S)
_HELP = re.compile(r"(?P<indent>\s*)(?:\?.*|%{0,2}[^\W\d][\w.*\[\]-]*\?{1,2}\s*)")
_AUTOCALL = re.compile(r"(?P<indent>\s*)(?P<rest>[,;/]\s*\w.*)", re.S)
_TARGET = r"[*(]*[^\W\d][\w.]*(?:\[[^\]]*\])*\)*"
_ASSIGNED = re.compile(
    rf"(?P<target>\s*{_TARGET}(?:\s*,\s*{_TARGET})*\s*,?\s*=\s*)(?P<sign>!{{1,2}}|%)(?P<rest>.*)",
    re.S,
)
_WITHOUT_SIGN = re.compile(r"(?P<name>\w+)\s+(?!(?:in|is|if|and|or|not|else|for)\b)[\w.~/\"'{$-]")


class Translated(Struct, frozen=True):
    """A cell in Python, line for line; a line more at its end may stand for what it does last.

    `indent` was taken off the beginning of the lines.
    """

    lines: list[str]
    indent: str = ""


def translated(lines: Sequence[str]) -> Translated:
    """A cell, of which not all may be Python."""
    if is_python("\n".join(lines)):
        return Translated([*lines])
    blank = len(list(takewhile(lambda line: not line.strip(), lines)))
    rest = lines[blank:]
    if not rest:
        return Translated([""] * blank)
    indent = rest[0][: len(rest[0]) - len(rest[0].lstrip(f"{BOM} \t\f"))]
    body = [line.removeprefix(indent) for line in rest]
    python = body if is_python("\n".join(body)) else _cell(body)
    return Translated([""] * blank + python, indent)


def unseen_cell(lines: Sequence[str]) -> list[str]:
    """A cell that is passed over, as code of which nothing is known but its words."""
    return [_call("run_cell", "\n".join(lines)), *[""] * (len(lines) - 1)]


def _cell(lines: list[str]) -> list[str]:
    """A cell that is not Python, without blank lines or indentation at its beginning."""
    if lines[0].startswith("%%"):
        return _magic_cell(lines)
    words = _WITHOUT_SIGN.match(lines[0])
    if words and words["name"] in AUTOMAGIC and not any(line.strip() for line in lines[1:]):
        return [_line_magic(lines[0]), *lines[1:]]
    return _statements(lines)


def _magic_cell(lines: list[str]) -> list[str]:
    first, *body = lines
    name, _, options = first[2:].strip().partition(" ")
    if name.endswith("?"):
        return ["pass", *body]
    if name not in RUNS_THE_CELL:
        call = _call("run_cell_magic", name, options, "\n".join(body))
        return [call, *[""] * len(body)]
    inner = translated(body)
    if inner.indent:
        return unseen_cell(lines)
    last = [_call("run_cell", "\n".join(body))] if name in KEEPS_NO_NAMES else []
    return [_call("run_line_magic", name, options), *inner.lines, *last]


# ---- lines


class _Within(Struct, frozen=True):
    """What a line begins in: brackets, a string, a statement that a backslash goes on with."""

    depth: int = 0
    quote: str = ""
    continued: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether a statement begins."""
        return not (self.depth or self.quote or self.continued)

    def after(self, line: str) -> "_Within":
        """What the next line begins in."""
        depth, quote, at = self.depth, self.quote, 0
        while found := (_IN_STRING[quote] if quote else _IN_CODE).search(line, at):
            at, token = found.end(), found.group()
            if token == "#":
                return _Within(depth)
            if quote:
                quote = "" if token == quote else quote
            elif token in "([{":
                depth += 1
            elif token in ")]}":
                depth = max(0, depth - 1)
            else:
                quote = token
        continued = line.endswith("\\")
        return _Within(depth, quote if continued or len(quote) == 3 else "", continued)


_IN_CODE = re.compile(r"#|'''|\"\"\"|['\"()\[\]{}]")
_IN_STRING = {quote: re.compile(rf"\\.|{quote}") for quote in ("'", '"', "'''", '"""')}


def _statements(lines: list[str]) -> list[str]:
    """Lines of statements, some of them IPython's own."""
    python: list[str] = []
    within = _Within()
    while len(python) < len(lines):
        at = len(python)
        if within.is_nothing:
            end = _end_of_continued(lines, at)
            found = _statement(lines[at:end])
            if found is not None:
                python += found
                continue
        python.append(lines[at])
        within = within.after(lines[at])
    return python


def _end_of_continued(lines: list[str], start: int) -> int:
    end = start
    while end < len(lines) - 1 and lines[end].endswith("\\"):
        end += 1
    return end + 1


def _statement(lines: list[str]) -> list[str] | None:
    """A statement of IPython's own, over lines that end in a backslash; None: it is none."""
    line = " ".join([*(part[:-1] for part in lines[:-1]), lines[-1]])
    rest = [""] * (len(lines) - 1)
    if found := _HELP.fullmatch(line):
        return [f"{found['indent']}pass", *rest]
    if found := _MAGIC.fullmatch(line):
        timed = _timed(lines, found) if found["name"] in RUNS_THE_LINE else None
        return timed or [found["indent"] + _line_magic(line), *rest]
    if found := _SHELL.fullmatch(line):
        return [found["indent"] + _shell(found), *rest]
    if found := _AUTOCALL.fullmatch(line):
        return [found["indent"] + _call("run_cell", found["rest"]), *rest]
    if found := _ASSIGNED.fullmatch(line):
        value = _line_magic(found["rest"]) if found["sign"] == "%" else _call("getoutput", "")
        return [found["target"] + value, *rest]
    return None


def _line_magic(line: str) -> str:
    name, _, options = line.strip().lstrip("%").strip().partition(" ")
    return _call("run_line_magic", name, options.strip())


def _shell(found: re.Match[str]) -> str:
    return _call("system" if found["sign"] == "!" else "getoutput", found["rest"].strip())


def _timed(lines: list[str], found: re.Match[str]) -> list[str] | None:
    """What `%time` runs, at its place; None where that is not one line of statements."""
    indent = len(found["indent"])
    before = len(f"{found['sign']}{found['name']}{found['gap']}")
    first = lines[0][:indent] + "0".ljust(before - 1) + ";" + lines[0][indent + before :]
    python = [first, *lines[1:]]
    return python if found["rest"] and is_python("\n".join(python).lstrip()) else None


def is_python(text: str) -> bool:
    """Whether this Python can parse the text, wherever in a program it stands: Python passes
    over a BOM at the beginning only."""
    if text.startswith(BOM):
        return False
    try:
        parse("", text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _call(method: str, *arguments: str) -> str:
    return f"get_ipython().{method}({', '.join(map(ascii, arguments))})"
