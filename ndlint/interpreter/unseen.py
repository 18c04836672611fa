"""What magics and cells may do that are passed over: all that is known of them is their words.

A notebook is read as IPython runs it, with calls of `get_ipython()`; a notebook that was
exported to a script has the same ones.
"""

import ast
import keyword
import re
import unicodedata

from ndlint.interpreter import lowered as op
from ndlint.interpreter.run import Run, evaluates
from ndlint.values.base import Value

DOES_NOTHING = frozenset(
    {"aimport", "alias", "autoreload", "bookmark", "cd", "colors", "conda", "config", "cp", "dhist"}
    | {"env", "gui", "history", "load_ext", "ls", "mamba", "matplotlib", "micromamba", "mkdir"}
    | {"mv", "notebook", "pdb", "pdoc", "pinfo", "pinfo2", "pip", "precision", "psource", "pwd"}
    | {"reload_ext", "rm", "save", "set_env", "tensorboard", "tensorflow_version", "unload_ext"}
    | {"uv", "watermark", "who", "who_ls", "whos", "xmode"}
)
"""Line magics that leave the program's variables alone."""
BINDS_NOTHING = frozenset({"lprun", "memit", "mprun", "prun", "time", "timeit"})
"""Line magics that run an expression, perhaps more than once."""
BINDS_ANYTHING = frozenset(
    {"load", "loadpy", "logstart", "macro", "pylab", "recall", "rerun", "reset", "run", "store"}
    | {"reset_selective", "xdel"}
)
"""Line magics that bind, or take away, variables that they do not name."""
OTHER_LANGUAGES = frozenset(
    {"!", "HTML", "SVG", "bash", "cmd", "file", "html", "javascript", "js", "latex", "markdown"}
    | {"perl", "pypy", "python", "python2", "python3", "ruby", "script", "sh", "svg", "sx"}
    | {"system", "writefile"}
)
"""Cell magics whose text is not run in the program."""

_REACHES_ALL = re.compile(
    r"import\s*\*|\b(?:exec|globals|locals|setattr|vars)\b"
    rf"|%(?:{'|'.join(sorted(BINDS_ANYTHING))})\b"
)
"""Words of code that may bind what it does not name."""
_WORD = re.compile(
    r"(?P<binds>\b(?:as|class|def|import|type)\s+)?"
    r"(?<![\w.])(?P<name>[^\W\d]\w*)(?P<used>\s*[.(\[])?"
)


def unseen(node: ast.Call) -> op.Unseen | None:
    """The operation for a call of IPython's that runs something; None for any other call."""
    match node.func:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="get_ipython")), attr=method):
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
        case _:
            return None
    match method, texts:
        case "run_cell", [str(code)]:
            return _code(node, code)
        case "run_cell_magic", [str(name), str(options), str(code)]:
            return _code(node, options if name in OTHER_LANGUAGES else f"{options}\n{code}")
        case "run_line_magic", [str(name), str(code)]:
            return _line(node, name, code)
        case "system" | "getoutput", _:
            return op.Unseen(node, frozenset(), frozenset())
    return None


def _line(node: ast.Call, name: str, text: str) -> op.Unseen:
    if name in BINDS_ANYTHING:
        return op.Unseen(node, None, frozenset())
    if name in DOES_NOTHING:
        return op.Unseen(node, frozenset(), frozenset())
    code = _code(node, text)
    return op.Unseen(node, frozenset(), code.uses) if name in BINDS_NOTHING else code


def _code(node: ast.Call, text: str) -> op.Unseen:
    """Code that may bind every name in it but those that it only calls or looks into."""
    if _REACHES_ALL.search(text):
        return op.Unseen(node, None, frozenset())
    words = list(_WORD.finditer(unicodedata.normalize("NFKC", text)))
    bound = {word["name"] for word in words if word["binds"] or not word["used"]}
    used = {word["name"] for word in words}
    keywords = {*keyword.kwlist}
    return op.Unseen(node, frozenset(bound - keywords), frozenset(used - keywords))


@evaluates(op.Unseen)
def _unseen(run: Run, node: op.Unseen) -> Value:
    if node.binds == frozenset() == node.uses:
        return run.unknown()
    state = run.live
    if node.binds is None:
        run.star_modules.append("")  # what is not bound may be by now
        run.rebind()
    run.hand_over(*(value for name in node.uses if (value := run.load(name)) is not None))
    module = run.frame.scopes[-1]
    state.forget(
        [
            (scope, name)
            for name in node.binds or ()
            for scope in run.frame.scopes
            if scope == module or state.get(scope, name) is not None
        ]
    )
    return run.unknown()
