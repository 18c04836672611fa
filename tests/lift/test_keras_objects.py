"""Lifted objects of Keras, on both Kerases."""

import ast
from pathlib import Path

import pytest

import ndlint.lift
from tests.truth.reality import ROOT, Reality

CHECKS = Path(__file__).with_name("keras_checks.py")
TOOLS = {"run", "model_of", "layer_of", "widths", "stack", "cast", "really_cast"}
LONG = {"examples_of_the_rules"}
NAMES = [
    node.name
    for node in ast.parse(CHECKS.read_text("utf8")).body
    if isinstance(node, ast.FunctionDef) and node.name not in TOOLS
]


@pytest.mark.parametrize("keras", (3, 2))
@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=pytest.mark.nightly if n in LONG else ()) for n in NAMES],
)
def test_lifted_objects(reality: Reality, legacy: Reality, name: str, keras: int) -> None:
    real = legacy if keras == 2 else reality
    outcome = real.run(
        f"import sys\nsys.path.append({str(ROOT)!r})\n"
        f"from tests.lift.keras_checks import run\nrun({name!r}, {keras})\n",
        limit=300,
    )
    assert outcome.ok, outcome.said


@pytest.mark.parametrize("file", sorted(Path(ndlint.lift.__file__).parent.glob("*.py")), ids=str)
def test_no_library_is_imported(file: Path) -> None:
    tree = ast.parse(file.read_text("utf8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {getattr(node, "module", None) or node.names[0].name for node in imports}
    assert not {name.partition(".")[0] for name in names} & {"keras", "tf_keras", "tensorflow"}
