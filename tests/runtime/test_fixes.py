"""The fix under what `ndlint verify` tells, and what it advises where the source shows none."""

import re

import pytest

from ndlint.findings import Certainty, Edit, Effect, Finding, Fix
from ndlint.fixes.repair import Repair
from ndlint.runtime.record import Record
from ndlint.runtime.sources import Sources
from ndlint.values.trace import Site
from tests.runtime.verifying import Ran, Verifier

START = (
    "import sys\nimport numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
    "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
    "model.compile('sgd', 'mse')\n"
)
READ = START + "import pickle\nx = pickle.loads(pickle.dumps({}))\n"
"""The source does not tell what x is."""
FIX = re.compile(r"^ += (fix|try): (.*)$", re.M)
WHY = re.compile(r"^ndlint: (NDL\d\d\d) tells why:\n", re.M)


def explained(ran: Ran) -> tuple[str, list[tuple[str, str]]]:
    """The code of the explanation, and the fixes under it: "fix" or "try", and the text."""
    _, code, explanation = WHY.split(ran.err)
    return code, FIX.findall(explanation)


FORESEEN = {
    "model.predict(np.ones((8, 5), 'float32'))": ("NDL201", "declare (5,) (--unsafe-fixes)"),
    "keras.Sequential([keras.layers.Dense(3, input_shape=(10))])": (
        "NDL204",
        "make the shape a tuple (--fix)",
    ),
    "tf.matmul(np.ones((2, 2)), tf.ones((2, 2)))": (
        "NDL106",
        "cast it to float32 (--unsafe-fixes)",
    ),
    "np.ones((8, 5)).reshape(3, 4)": ("NDL207", None),
}
"""A statement that fails: the code that explains it, and the fix under the explanation."""


@pytest.mark.parametrize("statement", FORESEEN)
def test_a_crash_that_the_source_shows_is_explained_with_its_fix(
    verifier: Verifier, statement: str
) -> None:
    code, fix = FORESEEN[statement]
    ran, plain = verifier.verify(f"{START}{statement}\n"), verifier.run(f"{START}{statement}\n")
    assert explained(ran) == (code, [] if fix is None else [("fix", fix)])
    _, begin, trace = plain.err.partition('  File "FOLDER/program.py"')
    assert f"Traceback (most recent call last):\n{begin}{trace}ndlint: " in ran.err
    assert (ran.status, plain.status) == (2, 2)


SEEN = {
    "make it a batch of one": (
        "np.ones(4, 'float32')",
        "model.predict({}, verbose=0)",
        ("x", "np.expand_dims(x, 0)"),
    ),
    "reshape it": (
        "np.ones((8, 2, 2), 'float32')",
        "p = [model({}) for _ in range(2)]",
        ("x", "np.reshape(x, (-1, 4))"),
    ),
    "cast it to float32": (
        "np.ones((2, 3))",
        "def mixed(a):\n    return tf.matmul(\n        {},\n        tf.ones((3, 1)))\nmixed(x)",
        ("a", "tf.cast(a, tf.float32)"),
    ),
    "make it an array": (
        "[[1.0, 2.0, 3.0, 4.0]]",
        "if len(sys.argv) == 1: model.predict({})",
        ("x", "np.array(x, dtype='float32')"),
    ),
}
"""What is advised: what x is, the statements that fail, and what is to be replaced in them."""


@pytest.mark.parametrize("message", SEEN)
def test_what_is_advised_where_only_the_run_shows_the_fault_helps(
    verifier: Verifier, message: str
) -> None:
    data, statements, (old, new) = SEEN[message]
    code = READ.format(data) + statements + "\n"
    ran = verifier.verify(code.format(old))
    (line,) = [line.strip() for line in code.splitlines() if "{}" in line]
    assert explained(ran)[1] == [("try", f"{message}: {line.format(new)}")], ran.err
    assert (ran.status, verifier.run(code.format(new)).status) == (2, 0)


NOT_ADVISED = {
    "the declaration is elsewhere": ("np.ones((8, 5), 'float32')", "model.predict(x)"),
    "NumPy has no name": ("[[1.0] * 4]", "del np\nmodel.predict(x)"),
    "noqa": ("np.ones(4, 'float32')", "model.predict(x)  # noqa: E501"),
    "an array of it does not fit": ("[[1.0] * 5]", "model.predict(x)"),
}
"""What x is, and what fails so that nothing in the statement helps, or may be changed."""


@pytest.mark.parametrize("reason", NOT_ADVISED)
def test_nothing_is_advised_that_does_not_hold(verifier: Verifier, reason: str) -> None:
    data, statement = NOT_ADVISED[reason]
    ran = verifier.verify(f"{READ.format(data)}{statement}\n")
    assert explained(ran)[1] == []
    assert ran.status == 2


def test_a_syntax_error_is_not_explained(verifier: Verifier) -> None:
    ran = verifier.verify(f"{START}model.predict(np.ones((8, 5), 'float32'))\nreturn\n")
    assert "SyntaxError: 'return' outside function\nndlint: no findings in 1 file\n" in ran.err
    assert (FIX.findall(ran.err), ran.status) == ([], 2)


def test_a_fix_stands_under_what_is_told_before_the_training(verifier: Verifier) -> None:
    code = START + (
        "x = np.ones((8, 4), 'float32')\nx[3, 1] = np.nan\n"
        "model.fit(x, np.ones((8, 1)), verbose=0)\nprint('trained', file=sys.stderr)\n"
        "print('libcst' in sys.modules)\n"
    )
    ran = verifier.verify(code)
    told = ran.err.partition("trained\n")[0]
    assert "first at [3, 1]" in told
    assert ("fix", "put numbers for NaN and Inf (--unsafe-fixes)") in FIX.findall(told)
    assert (ran.out, ran.status) == ("False\n", 1)


def test_a_fault_of_ours_leaves_the_explanation(verifier: Verifier) -> None:
    spoil = "import ndlint.fixes.edits as ours\nours.Editor.edits = lambda *_: 1 / 0\n"
    ran = verifier.verify(f"{READ.format('np.ones(4)')}{spoil}model.predict(x)\n")
    assert "a fault of its own" in ran.err
    assert explained(ran) == ("NDL201", [])


@pytest.mark.parametrize(("certainty", "word"), [("likely", "fix"), ("certain", "try")])
def test_a_fix_is_one_that_the_command_line_makes(
    verifier: Verifier, certainty: str, word: str
) -> None:
    code = f"{START}if len(sys.argv) == 1:\n    model.predict(np.ones(4, 'float32'))\n"
    ran = verifier.verify(code, ["--certainty", certainty])
    ((said, message),) = explained(ran)[1]
    assert (said, message[:22]) == (word, "make it a batch of one"), ran.err


SITE = Site("a.py", 1, 1, 1, 2)
FIXES = (Fix("unsafe", "declare (5,)", (Edit(SITE, "(5,)"),)),)


@pytest.mark.parametrize(
    ("message", "proposed", "fixes"),
    [
        ("has shape (8, 5)", "", FIXES),
        ("has shape (9, 5)", "declare (5,)", FIXES),
        ("has shape (9, 6)", "declare (6,)", ()),
        ("has shape (9, 6)", "", ()),
    ],
)
def test_a_fix_of_the_source_is_taken_over_where_it_fits(
    message: str, proposed: str, fixes: tuple[Fix, ...]
) -> None:
    def finding(message: str, *repairs: Repair, fixes: tuple[Fix, ...] = ()) -> Finding:
        claim = (Effect.CRASH, Certainty.CERTAIN)
        return Finding("NDL201", "name", message, *claim, SITE, fixes=fixes, repairs=repairs)

    record = Record(Sources(), lambda finding: True, [finding("has shape (8, 5)", fixes=FIXES)])
    kept = record.add(finding(message, *[Repair(proposed, ())] if proposed else []))
    assert kept is not None
    assert (kept.message, kept.fixes) == (message, fixes)
