"""Files of arrays beside a program: what their headers say, and how sure that is."""

import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ndlint.analysis import analyse
from ndlint.interpreter.interpret import interpret
from ndlint.knowledge import registry
from ndlint.knowledge.numpy.headers import stored
from ndlint.source.text import parse
from ndlint.surroundings import analysing
from ndlint.values.archive import Archive
from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, List, Str, Unknown, Value
from ndlint.values.dimension import add, multiply
from ndlint.values.likely import LikelyInt, is_likely, made_of, rests_on_likely
from ndlint.values.shape import Shape, join
from tests.knowledge.numpy.lifting import inside

ARRAYS: dict[str, Any] = {
    "images": np.zeros((5, 4, 3), "uint8"), "labels": np.arange(5), "scalar": np.float32(3),
    "flags": np.ones(2, bool), "words": np.array(["a", "bc"]), "big_endian": np.ones(2, ">f4"),
    "fortran": np.asfortranarray(np.ones((2, 3))), "none": np.zeros((0, 3), "float16"),
    "fields": np.zeros(2, [("a", "f4"), ("b", "i4", (2,))]),
    "days": np.zeros(2, "datetime64[D]"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a program's folder, run from elsewhere in the project."""
    (tmp_path / "code").mkdir()
    monkeypatch.chdir(tmp_path)
    for name, array in ARRAYS.items():
        np.save(tmp_path / "code" / f"{name}.npy", array)
    np.savez(tmp_path / "code" / "all.npz", **ARRAYS)
    np.savez_compressed(tmp_path / "code" / "packed.npz", x=np.ones((3, 2)), y=np.array([{}]))
    np.save(tmp_path / "code" / "objects.npy", np.array([{}, None]), allow_pickle=True)
    return tmp_path


def read(name: str, program: str = "code/train.py") -> Value:
    with analysing(program):
        return stored(name)


@pytest.mark.parametrize("name", ARRAYS)
def test_headers(folder: Path, name: str) -> None:
    every = read("all.npz")
    assert isinstance(every, Archive)
    for value in (read(f"{name}.npy"), every.get(Str(name))):
        assert isinstance(value, Array)
        assert inside(np.asarray(ARRAYS[name]), value, exact=True) is None
        assert all(map(is_likely, value.shape.dims))


def test_objects_are_not_unpickled(folder: Path) -> None:
    packed = read("packed.npz")
    assert isinstance(packed, Archive)
    x, y = (array for _, array in packed.items)
    assert isinstance(x, Array) and x.shape == Shape((3, 2))
    for value in (y, read("objects.npy")):
        assert isinstance(value, Array) and value.dtype.name == "object"


class Bomb:
    """An object that must never be unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (os.abort, ())


def test_other_files_are_unknown(folder: Path) -> None:
    code = folder / "code"
    (code / "pickle.npy").write_bytes(pickle.dumps(Bomb()))
    (code / "text.npy").write_text("1 2 3")
    (code / "empty.npy").write_bytes(b"")
    (code / "broken.npz").write_bytes(b"PK\x03\x04 but no archive")
    (code / "cut.npy").write_bytes((code / "images.npy").read_bytes()[:20])
    np.save(code / "wide.npy", np.zeros(1, [(f"field{i}", "f4") for i in range(2000)]))
    os.mkfifo(code / "pipe.npy")
    (folder.parent / "outside.npy").write_bytes((code / "images.npy").read_bytes())
    (code / "link.npy").symlink_to(folder.parent / "outside.npy")
    for name in (
        "pickle.npy", "text.npy", "empty.npy", "broken.npz", "cut.npy", "wide.npy", "pipe.npy",
        "link.npy", "missing.npy", "mnist.npz", "", ".", "..", "a\0b", str(folder.parent),
        "../../outside.npy", str(folder.parent / "outside.npy"),
    ):  # fmt: skip
        assert read(name) == UNKNOWN, name
    assert stored("images.npy") == UNKNOWN


def test_which_file_is_meant(folder: Path) -> None:
    assert isinstance(read("images.npy"), Array)
    assert isinstance(read("code/images.npy"), Array)
    assert isinstance(read("../code/images.npy"), Array)
    assert isinstance(read(str(folder / "code" / "images.npy")), Array)
    np.save(folder / "images.npy", ARRAYS["images"])
    assert isinstance(read("images.npy"), Array)
    np.save(folder / "images.npy", ARRAYS["images"][1:])
    assert read("images.npy") == UNKNOWN


def values(lines: str) -> dict[str, Value]:
    registry.load()
    source = parse("code/train.py", "import numpy as np\n" + lines)
    with analysing(source.path):
        run = interpret(source, lambda _event, _reached: False)
    names = [line.partition("=")[0].strip() for line in lines.split("\n") if "=" in line]
    return {n: run.live.open(run.load(n) or UNKNOWN) for n in names}


def test_programs(folder: Path) -> None:
    found = values(
        "with np.load('all.npz') as data:\n"
        "    images = data['images']\n"
        "    labels = data['labels'] if 'labels' in data else None\n"
        "rows = np.load('images.npy', mmap_mode='r')[:4]\n"
        "count = int(0.5 * len(rows))\n"
        "half = rows[:count]\n"
        "none = np.load('packed.npz')['y']\n"
        "some = np.load('packed.npz', allow_pickle=True)['y']\n"
        "names = np.load('packed.npz').files\n"
        "size = 1 if count > 2 else 'a'\n"
        "pairs = list(np.load('packed.npz').items())\n"
        "first = np.load('packed.npz').get('x')\n"
        "total = 0\n"
        "for name in np.load('packed.npz'):\n"
        "    total = total + 1\n"
    )
    for name, real in (("images", ARRAYS["images"]), ("labels", ARRAYS["labels"])):
        assert inside(real, found[name], exact=True) is None
    half = found["half"]
    assert isinstance(half, Array) and half.shape == Shape((2, 4, 3)) and rests_on_likely(half)
    assert isinstance(found["none"], Unknown) and isinstance(found["size"], Unknown)
    assert isinstance(found["some"], Array) and found["some"].dtype.name == "object"
    assert inside(["x", "y"], found["names"]) is None
    assert inside(2, found["total"], exact=True) is None
    assert inside(np.ones((3, 2)), found["first"], exact=True) is None
    assert isinstance(found["pairs"], List) and len(found["pairs"].items or ()) == 2


PROGRAM = """
import numpy as np
import keras
x = np.load("{file}")
model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(1)])
model.predict(x)
other = np.zeros((2, 28))
model.predict(other)
"""


def test_claims_are_likely_where_they_rest_on_a_file(folder: Path) -> None:
    np.save(folder / "code" / "x.npy", np.zeros((3, 28)))
    found = analyse(parse("code/train.py", PROGRAM.format(file="x.npy")))
    assert [(f.code, f.site.line, f.certainty.value) for f in found] == [
        ("NDL201", 6, "likely"), ("NDL101", 6, "certain"),
        ("NDL201", 8, "certain"), ("NDL101", 8, "certain"),
    ]  # fmt: skip
    assert all(f.site.line == 8 for f in analyse(parse("code/train.py", PROGRAM)))


def test_likely_numbers() -> None:
    n = LikelyInt(6)
    assert n == 6 and hash(n) == hash(6)
    for number in (n + 1, 1 + n, n - 2, 9 - n, 2 * n, n // 4, 13 // n, n % 4, 8 % n, -n, abs(n)):
        assert is_likely(number)
    assert is_likely(add(n, 1)) and is_likely(multiply(2, n)) and not is_likely(made_of(3, 4))
    assert is_likely(made_of(0.5 * n, n))
    for pair in ((Shape((6,)), Shape((n,))), (Shape((n,)), Shape((6,)))):
        assert is_likely(join(*pair).dims[0])
