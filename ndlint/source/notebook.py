"""Jupyter notebooks: the code cells, in the order of the file, as one program."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ndlint.source.cells import Cell, Problem
from ndlint.source.files import Unreadable
from ndlint.source.ipython import Translated, translated, unseen_cell
from ndlint.source.prefilter import mentions_library
from ndlint.source.text import parse, with_line_feeds

PYTHON = ("python", "ipython")
"""How the names begin that a kernel for Python gives to its language."""
FORMAT = 4
"""The version of the format since 2015."""
MAY_RAISE = "raises-exception"
"""The tag of a cell that is to be run past an error, as Jupyter does."""


def program(path: str, text: str) -> tuple[str, tuple[Cell, ...]]:
    """The program in a notebook, and its cells. Raises: Unreadable.

    A cell that is no Python, even after IPython's syntax is taken for what it means, is
    replaced by a call that stands for code of which only the words are known; it says why. A
    notebook that does not name TensorFlow or Keras, or is in another language, is empty.
    """
    notebook = _read(path, text)
    if notebook is None or not _is_python(notebook.get("metadata")):
        return "", ()
    lines: list[str] = []
    cells: list[Cell] = []
    for number, cell in _code_cells(path, notebook):
        written = with_line_feeds(cell["source"]).split("\n")
        python, problem = _python(written)
        tags = _of(_of(cell, "metadata"), "tags")
        may_raise = isinstance(tags, list) and MAY_RAISE in tags
        cells.append(Cell(number, len(lines), tuple(written), python.indent, problem, may_raise))
        lines += python.lines
    return "\n".join(lines), tuple(cells)


def _read(path: str, text: str) -> Mapping[str, Any] | None:
    """The notebook; None where it is one, and there is nothing to find in it.

    It is not validated, and outputs are dropped: they may be large.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        reason = f"cannot be parsed: line {error.lineno}: not JSON: {error.msg}"
        raise Unreadable(path, reason, error.lineno) from None
    except (RecursionError, ValueError):
        raise Unreadable(path, "cannot be parsed: not JSON that can be read") from None
    version = _of(document, "nbformat")
    if not isinstance(version, int):
        raise Unreadable(path, "cannot be parsed: not a notebook: it names no nbformat")
    if version != FORMAT:
        reason = f"a notebook of format {version}, not {FORMAT}"
        hint = "; `jupyter nbconvert --to notebook` converts it" if version < FORMAT else ""
        raise Unreadable(path, f"cannot be parsed: {reason}{hint}")
    if not mentions_library(text):
        return None
    from nbformat.v4 import to_notebook_json

    try:
        for cell in document["cells"]:
            cell.pop("outputs", None)
        notebook: Mapping[str, Any] = to_notebook_json(document)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        reason = "not a notebook: its cells, or their metadata, are not of the format"
        raise Unreadable(path, f"cannot be parsed: {reason}") from None
    return notebook


def _is_python(metadata: object) -> bool:
    """Whether the kernel's language is Python; a notebook that names none is taken for it."""
    named = (
        _of(_of(metadata, "language_info"), "name"),
        _of(_of(metadata, "kernelspec"), "language"),
    )
    language = next((name for name in named if isinstance(name, str) and name), PYTHON[0])
    return language.lower().startswith(PYTHON)


def _code_cells(path: str, notebook: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The cells of Python code, with their numbers; VS Code may have set another language."""
    for number, cell in enumerate(notebook["cells"], 1):
        if _of(cell, "cell_type") != "code":
            continue
        if not isinstance(_of(cell, "source"), str):
            reason = f"not a notebook: cell {number} has no source"
            raise Unreadable(path, f"cannot be parsed: {reason}")
        language = _of(_of(_of(cell, "metadata"), "vscode"), "languageId")
        if language is None or language == PYTHON[0]:
            yield number, cell


def _of(holder: object, key: str) -> Any:
    """An item of what should be an object of JSON; None where it is not there."""
    return holder.get(key) if isinstance(holder, dict) else None


def _python(written: list[str]) -> tuple[Translated, Problem | None]:
    """A cell in Python; or a call that stands for it, and why."""
    python = translated(written)
    try:
        parse("", "\n".join(python.lines))
        return python, None
    except SyntaxError as error:
        line = min(max(error.lineno or 1, 1), len(written))
        problem = Problem(line, f"line {line}: {error.msg}")
    except (RecursionError, MemoryError):
        problem = Problem(1, "nested too deeply")
    except ValueError as error:
        problem = Problem(1, str(error))
    return Translated(unseen_cell(written)), problem
