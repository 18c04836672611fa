"""The project's own modules are found where Python finds them, and nothing else is."""

from pathlib import Path

import pytest

from ndlint.findings import Certainty
from ndlint.interpreter.run import OPERATIONS
from ndlint.source.reading import LARGEST
from tests.projects.trees import FEED, HEAD, MODEL, found_in, places, write

FOLLOWED: dict[str, tuple[str, dict[str, str], str, str]] = {
    # the program's path, other files, its imports, how it calls `build`
    "a module": ("main.py", {"model.py": MODEL}, "import model", "model.build"),
    "an alias": ("main.py", {"model.py": MODEL}, "import model as m", "m.build"),
    "a function": ("main.py", {"model.py": MODEL}, "from model import build", "build"),
    "a function's alias": ("main.py", {"model.py": MODEL}, "from model import build as b", "b"),
    "everything": ("main.py", {"model.py": MODEL}, "from model import *", "build"),
    "everything listed": (
        "main.py",
        {"model.py": MODEL + "__all__ = ['_hidden']\n"},
        "from model import *",
        "_hidden",
    ),
    "everything of everything": (
        "main.py",
        {"model.py": MODEL, "all.py": "from model import *\n"},
        "from all import *",
        "build",
    ),
    "a package": (
        "main.py",
        {"pkg/__init__.py": "", "pkg/model.py": MODEL},
        "import pkg.model",
        "pkg.model.build",
    ),
    "a package's alias": (
        "main.py",
        {"pkg/__init__.py": "", "pkg/model.py": MODEL},
        "import pkg.model as m",
        "m.build",
    ),
    "a module from a package": (
        "main.py",
        {"pkg/__init__.py": "", "pkg/model.py": MODEL},
        "from pkg import model",
        "model.build",
    ),
    "what a package passes on": (
        "main.py",
        {"pkg/__init__.py": "from .model import build\n", "pkg/model.py": MODEL},
        "from pkg import build",
        "build",
    ),
    "a package that loads its modules": (
        "main.py",
        {"pkg/__init__.py": "from . import model\n", "pkg/model.py": MODEL},
        "import pkg",
        "pkg.model.build",
    ),
    "a package without a file": (
        "main.py",
        {"pkg/model.py": MODEL},
        "from pkg.model import build",
        "build",
    ),
    "src": (
        "scripts/main.py",
        {"pyproject.toml": "", "src/pkg/__init__.py": "", "src/pkg/model.py": MODEL},
        "from pkg.model import build",
        "build",
    ),
    "the root": (
        "tests/test_main.py",
        {"setup.cfg": "", "pkg/__init__.py": "", "pkg/model.py": MODEL},
        "from pkg.model import build",
        "build",
    ),
    "above its own package": (
        "pkg/sub/main.py",
        {"pkg/__init__.py": "", "pkg/sub/__init__.py": "", "pkg/model.py": MODEL},
        "from pkg.model import build",
        "build",
    ),
    "beside": (
        "pkg/main.py",
        {"pkg/__init__.py": "", "pkg/model.py": MODEL},
        "from .model import build",
        "build",
    ),
    "a module beside": (
        "pkg/main.py",
        {"pkg/__init__.py": "", "pkg/model.py": MODEL},
        "from . import model as m",
        "m.build",
    ),
    "one above": (
        "pkg/sub/main.py",
        {"pkg/__init__.py": "", "pkg/sub/__init__.py": "", "pkg/model.py": MODEL},
        "from ..model import build",
        "build",
    ),
    "one below": (
        "pkg/main.py",
        {"pkg/__init__.py": "", "pkg/sub/model.py": MODEL},
        "from .sub.model import build",
        "build",
    ),
    "from inside a package": (
        "pkg/__init__.py",
        {"pkg/model.py": MODEL},
        "from .model import build",
        "build",
    ),
    "either way": (
        "pkg/main.py",
        {"pkg/__init__.py": "", "pkg/model.py": MODEL},
        "try:\n    from .model import build\nexcept ImportError:\n    from model import build",
        "build",
    ),
    "in a cycle": (
        "main.py",
        {"model.py": MODEL.replace("UNITS = 4", "from size import UNITS"),
         "size.py": "import model\nUNITS = 4\n"},
        "import model",
        "model.build",
    ),
    "in a cycle with the program": (
        "main.py",
        {"model.py": MODEL.replace("UNITS = 4", "").replace(
            "    return keras", "    from main import UNITS\n    return keras", 1)},
        "UNITS = 4\nfrom model import build",
        "build",
    ),
    "a library by way of a module": (
        "main.py",
        {"common.py": "import keras as K\nfrom keras.layers import *\n"},
        "from common import K\nimport common\n"
        "def build():\n    return K.Sequential([K.Input((4,)), common.Dense(1)])",
        "build",
    ),
    "a class": (
        "main.py",
        {"model.py": MODEL + "class Maker:\n    def make(self):\n        return build()\n"},
        "from model import Maker",
        "Maker().make",
    ),
    "a constant that is set": (
        "main.py",
        {"model.py": MODEL.replace("UNITS = 4", "UNITS = 5")},
        "import model\nmodel.UNITS = 4",
        "model.build",
    ),
    "a function's own import": (
        "main.py",
        {"model.py": MODEL},
        "def get():\n    from model import build\n    return build",
        "get()",
    ),
    "a module that is not run as a program": (
        "main.py",
        {"model.py": MODEL + "if __name__ == '__main__':\n    UNITS = 5\n"},
        "import model",
        "model.build",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FOLLOWED)
def test_followed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, files, imports, build = FOLLOWED[name]
    text = f"{HEAD}{imports}\n{FEED.format(build=build)}"
    write(tmp_path, {**files, path: text})
    found = found_in(tmp_path, path, monkeypatch)
    assert places(found) == [(text.count("\n"), "NDL201")]
    assert found[0].site.path == path


NOT_FOLLOWED: dict[str, tuple[str, dict[str, str], str]] = {
    # the program's path, other files, its imports
    "a missing module": ("main.py", {}, "from model import build"),
    "a missing name": ("main.py", {"model.py": "import keras\n"}, "from model import build"),
    "a private name of everything": (
        "main.py",
        {"model.py": MODEL.replace("build", "_build")},
        "from model import *\nbuild = _build",
    ),
    "beyond the top package": (
        "pkg/main.py",
        {"pkg/__init__.py": "", "model.py": MODEL},
        "from ..model import build",
    ),
    "beside, in no package": ("main.py", {"model.py": MODEL}, "from .model import build"),
    "out of the project": (
        "inner/main.py",
        {"inner/setup.py": "", "model.py": MODEL},
        "from model import build",
    ),
    "two that may be meant": (
        "scripts/main.py",
        {"pyproject.toml": "", "model.py": MODEL, "scripts/model.py": MODEL},
        "from model import build",
    ),
    "a syntax error": ("main.py", {"model.py": MODEL + "(\n"}, "from model import build"),
    "a module that is too large": (
        "main.py",
        {"model.py": MODEL + "#" * LARGEST},
        "from model import build",
    ),
    "a library's namesake": (
        "main.py",
        {"keras.py": ""},
        "import keras\ndef build():\n"
        "    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])",
    ),
    "a module that other code may change": (
        "main.py",
        {"model.py": MODEL},
        "import model\nfrom model import build\nchange(model)",
    ),
    "a constant that was set on one of two ways": (
        "main.py",
        {"model.py": MODEL},
        "if flag():\n    import model\n    model.UNITS = 5\nimport model\nbuild = model.build",
    ),
    "a constant that a function may set": (
        "main.py",
        {"model.py": MODEL, "setup_.py": "import model\ndef set_up():\n    model.UNITS = 5\n"},
        "from model import build\nfrom setup_ import set_up\nunseen(set_up)",
    ),
}


@pytest.mark.parametrize("name", NOT_FOLLOWED)
def test_not_followed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, files, imports = NOT_FOLLOWED[name]
    write(tmp_path, {**files, path: f"{HEAD}{imports}\n{FEED.format(build='build')}"})
    assert found_in(tmp_path, path, monkeypatch) == []


def test_one_of_two_modules_that_may_be_imported_is_likely(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    either = "if flag():\n    from model import build\nelse:\n    from other import build\n"
    other = MODEL.replace("UNITS = 4", "UNITS = 5")
    main = f"{HEAD}{either}{FEED.format(build='build')}"
    write(tmp_path, {"model.py": MODEL, "other.py": other, "main.py": main})
    (finding,) = found_in(tmp_path, "main.py", monkeypatch)
    assert finding.certainty is Certainty.LIKELY
    assert finding.trace[-1].message == "where `flag()` is true"


def test_a_folder_by_the_name_of_a_library_does_not_hide_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = HEAD + MODEL + FEED.format(build="build")
    write(tmp_path, {"keras/model.py": "", "main.py": main})
    assert places(found_in(tmp_path, "main.py", monkeypatch)) == [(14, "NDL201")]


def test_a_link_that_leads_out_of_the_project_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = f"{HEAD}from model import build\n{FEED.format(build='build')}"
    write(tmp_path, {"in/setup.py": "", "in/main.py": main, "out/model.py": MODEL})
    (tmp_path / "in/model.py").symlink_to(tmp_path / "out/model.py")
    assert found_in(tmp_path / "in", "main.py", monkeypatch) == []
    (tmp_path / "in/model.py").unlink()
    write(tmp_path, {"in/inner/model.py": MODEL})
    (tmp_path / "in/model.py").symlink_to(tmp_path / "in/inner/model.py")
    assert len(found_in(tmp_path / "in", "main.py", monkeypatch)) == 1


def test_a_module_that_takes_too_much_is_not_known_and_spares_its_importer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = f"{HEAD}import heavy\nfrom model import build\n{FEED.format(build='build')}"
    heavy = "from model import UNITS\nx = [\n" + "f(),\n" * OPERATIONS + "]\n"
    files = {"main.py": main, "model.py": MODEL, "heavy.py": heavy[: LARGEST // 2] + "]\n"}
    write(tmp_path, files)
    assert places(found_in(tmp_path, "main.py", monkeypatch)) == [(4, "NDL201")]


def test_what_a_module_of_the_project_switches_holds_for_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = f"{HEAD}from model import build\nbuild().predict(np.zeros((3, 4)))\n"
    write(tmp_path, {"main.py": main, "model.py": MODEL})
    assert places(found_in(tmp_path, "main.py", monkeypatch)) == [(3, "NDL101")]
    write(tmp_path, {"model.py": MODEL + "from settings import *\n"})
    write(tmp_path, {"settings.py": "import keras\nkeras.config.set_floatx('float64')\n"})
    assert found_in(tmp_path, "main.py", monkeypatch) == []
