"""The target that nobody set: declared by the project, else installed."""

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from ndlint.configuration import versions
from ndlint.configuration.settings import Settings
from ndlint.target import Target

INSTALLED: dict[str, str] = {"tensorflow": "2.17.0", "keras": "3.4", "numpy": "2.1.0"}


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What is installed, to be changed; by default Keras 3 and NumPy 2."""
    monkeypatch.chdir(tmp_path)
    distributions = dict(INSTALLED)

    def version(name: str) -> str:
        if name not in distributions:
            raise PackageNotFoundError(name)
        return distributions[name]

    monkeypatch.setattr(versions, "version", version)
    versions.declared.cache_clear()
    return distributions


def target() -> tuple[int, int]:
    """Keras and NumPy as found."""
    found = Settings().target
    return found.keras, found.numpy


@pytest.mark.parametrize(
    ("requirement", "keras"),
    [
        ("tensorflow", None),
        ("tensorflow>=2.10", None),
        ("tensorflow>=2.10,<3", None),
        ("tensorflow==2.*", None),
        ("tensorflow~=2.15", None),
        ("tensorflow!=2.15", None),
        ("tensorflow<=2.16", None),
        ("tensorflow<2.16", 2),
        ("tensorflow>=2.10,<2.16", 2),
        ("tensorflow<=2.15.1", 2),
        ("tensorflow==2.15.0", 2),
        ("tensorflow===2.15.0", 2),
        ("tensorflow==2.9.*", 2),
        ("tensorflow~=2.15.0", 2),
        ("TensorFlow_CPU[and-cuda] == 2.12", 2),
        ("tensorflow==2.16.1", 3),
        ("tensorflow>=2.16", 3),
        ("tensorflow>2.16,<2.18", 3),
        ("keras<3", 2),
        ("keras==2.15.0", 2),
        ("keras>=2", None),
        ("keras==3.*", 3),
        ("tf_keras", 2),
        ("tf-keras~=2.17", 2),
        ("keras<3; python_version < '3'", None),
        ("keras<3; sys_platform != 'none'", 2),
        ("keras @ https://example.org/keras.zip", None),
        ("keras<", None),
        ("keras-tuner<3", None),
    ],
)
def test_what_is_declared(installed: dict[str, str], requirement: str, keras: int | None) -> None:
    """Undecided (None) is what is installed: both are tried."""
    Path("pyproject.toml").write_text(f'[project]\ndependencies = ["{requirement}", "rich"]\n')
    assert target() == (keras or 3, 2)
    installed.update(tensorflow="2.15.1", numpy="1.26.4")
    assert target() == (keras or 2, 1)


FILES = {
    "dependencies": ("pyproject.toml", '[project]\ndependencies = ["keras<3", "numpy<2"]'),
    "optional": (
        "pyproject.toml",
        '[project]\n[project.optional-dependencies]\ntf = ["keras<3", "numpy==1.26"]',
    ),
    "install_requires": (
        "setup.cfg",
        "[options]\ninstall_requires =\n    keras<3\n    numpy~=1.20\n",
    ),
    "extras_require": (
        "setup.cfg",
        "[options]\n[options.extras_require]\ntf =\n    keras<3\n    numpy<=1.26.4\n",
    ),
    "requirements": ("requirements.txt", "keras<3 # for now\nnumpy<2\n"),
    "requirements of another kind": (
        "requirements-dev.txt",
        "-r x.txt\n--pre\n# numpy>2\n\nkeras==2.15 \\\n  --hash=sha256:00\n"
        "numpy == 1.26.4\n./here\n",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_each_place_of_a_declaration(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path, text = FILES[name]
    Path(path).write_text(text)
    assert target() == (2, 1)
    Path("below").mkdir()
    monkeypatch.chdir("below")
    assert target() == (2, 1)


DECIDED = {
    "needed before optional": (
        {
            "pyproject.toml": '[project]\ndependencies=["keras<3"]\n'
            '[project.optional-dependencies]\nnew = ["keras>=3"]'
        },
        2,
    ),
    "a contradiction decides nothing": (
        {"requirements.txt": "keras<3", "requirements-3.txt": "keras>=3"},
        3,
    ),
    "tf_keras beside an old bound": ({"requirements.txt": "tf_keras\ntensorflow>=2.16"}, 2),
    "tf_keras beside keras": ({"requirements.txt": "tf_keras\nkeras>=3"}, 3),
    "the older of two in one place": ({"requirements.txt": "tensorflow<2.16\nkeras>=2"}, 2),
    "nothing that can be parsed": (
        {"pyproject.toml": "[", "setup.cfg": "x", "requirements.txt": "\udcff\0"},
        3,
    ),
    "nothing of the right type": ({"pyproject.toml": "[project]\ndependencies = [1]"}, 3),
    "nothing at all": ({"pyproject.toml": "project = 1", "setup.cfg": "[metadata]"}, 3),
}


@pytest.mark.parametrize("name", DECIDED)
def test_what_decides(name: str) -> None:
    files, keras = DECIDED[name]
    for path, text in files.items():
        Path(path).write_bytes(text.encode(errors="surrogateescape"))
    assert target() == (keras, 2)


@pytest.mark.parametrize(
    ("distributions", "expected"),
    [
        ({}, (3, 2)),
        ({"tensorflow": "2.15.1", "keras": "2.15.0", "numpy": "1.26.4"}, (2, 1)),
        ({"tensorflow-cpu": "2.9", "numpy": "2.0.0"}, (2, 2)),
        ({"keras": "2.6"}, (2, 2)),
        ({"tensorflow": "2.16.0", "tf_keras": "2.16", "keras": "3.0"}, (3, 2)),
        ({"tensorflow": "of a kind"}, (3, 2)),
    ],
)
def test_what_is_installed(
    installed: dict[str, str], distributions: dict[str, str], expected: tuple[int, int]
) -> None:
    installed.clear()
    installed.update(distributions)
    assert target() == expected


def test_what_is_set_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("requirements.txt").write_text("keras<3\nnumpy<2\n")
    assert Settings(target_keras=3).target == Target(3, 1)
    assert Settings(target_numpy=2).target == Target(2, 2)
    assert Settings(target_keras=3).target_is_given
    assert not Settings(target_numpy=2).target_is_given
    monkeypatch.setattr(versions, "declared", None)
    assert Settings(target_keras=2, target_numpy=1).target == Target(2, 1)
