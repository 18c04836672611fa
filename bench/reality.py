"""How programs really ended, as a JSONL says, beside what ndlint says of them.

Each line is an object: `f` the path, `ok` true, false or null (it did not end in time), `err` the
class of the error, `msg` its message, `line` where in the program it was raised.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ELSEWHERE = {
    "what it needs is missing": r"ModuleNotFound|ImportError|FileNotFound|NoSuchFile|NotADirectory"
    r"|PermissionError|OSError|URL fetch|URLError|NoSectionError|EOFError|No data files",
    "it is not a whole program": r"NameError|SyntaxError|IndentationError|TabError",
    "it uses what is no more": r"has no attribute|not recognized|Unrecognized"
    r" keyword|keyword argument|Session graph is empty|has been removed|no longer supported"
    r"|Optimizer|is not supported when eager",
}
"""Errors that are not about data, by the text "Class: message"."""
DATA = {
    "labels, output and loss": r"`target`|`output` must have|logits and labels"
    r"|label value|SoftmaxCrossEntropy|valid range of",
    "input of a layer or a model": r"incompatible with the layer|min_ndim|Invalid input shape"
    r"|Kernel shape must|Input 0 |Expected input",
    "no output left": r"zero or negative|Negative dimension",
    "layers that are merged": r"Concatenate|merge|Multiply|inputs with matching shapes|Inputs have",
    "lengths": r"cardinality|same number of|number of samples",
    "types of data": r"Unrecognized data type|Failed to convert|dtype|data type|Cannot convert",
    "shapes": r"[Ss]hape|[Bb]roadcast|[Rr]ank|dimension|out of (range|bounds)|reshape",
}
"""Errors that data makes."""
OTHER = "others"


@dataclass(frozen=True, slots=True)
class Reality:
    """How one program ended. `reason` is "Class: message", empty where it ran to its end."""

    path: str
    ended: bool
    reason: str = ""
    line: int | None = None

    @property
    def error_class(self) -> str:
        """The class among those above, empty where there was no error."""
        if not self.reason:
            return ""
        classes = {**ELSEWHERE, **DATA}
        return next((n for n, form in classes.items() if re.search(form, self.reason)), OTHER)

    @property
    def is_about_data(self) -> bool:
        """Whether it failed, and not for what is missing or no more."""
        return bool(self.reason) and self.error_class not in ELSEWHERE


def read(path: Path) -> list[Reality]:
    """What a JSONL says; a program that had no time to end is left out."""
    found = []
    for line in path.read_text(encoding="utf8").splitlines():
        row = json.loads(line)
        if row["ok"] is not None:
            reason = "" if row["ok"] else f"{row['err']}: {' '.join((row['msg'] or '').split())}"
            found.append(Reality(row["f"], row["ok"], reason, row.get("line")))
    return found


def by_program(realities: Iterable[Reality], collections: Path) -> dict[Path, Reality]:
    """How each program in the folder ended: it may have run elsewhere, in a folder like this."""
    found = {}
    for reality in realities:
        parts = Path(reality.path).parts
        for start in range(1, len(parts)):
            here = collections.joinpath(*parts[start:])
            if here.is_file():
                found[here] = reality
                break
    return found
