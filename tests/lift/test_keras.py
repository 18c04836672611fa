"""Real models and what the interpreter makes of the same program: the same is said of both.

Each program is run on both Kerases. What is said of the lifted model must be so; and it must
be no less than is said of the interpreted one.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.lift.keras_programs import programs, random_model, written_for
from tests.truth.reality import ROOT, Reality

FEW, MANY = 3, 100
"""Of the shapes that are off in one way, so many are fed."""
SEEDS = 15
NIGHTLY_SEEDS = 400
NO_AXES: list[list[int]] = [[]]
"""Fed to one input: see `test_missed`."""


def compared(
    real: Reality, texts: dict[str, str], keras: int, each: int, folder: Path
) -> list[dict[str, Any]]:
    """What was found of each program, but of those that take the process with them."""
    given, answers = folder / "given.json", folder / "answers.json"
    given.write_text(json.dumps({"keras": keras, "programs": texts, "each": each}), "utf8")
    outcome = real.run(
        f"import sys\nsys.path.append({str(ROOT)!r})\n"
        "from tests.lift.keras_inside import main\n"
        f"main({str(given)!r}, {str(answers)!r})\n",
        limit=1800,
    )
    if outcome.error == "Died":
        topics, middle = [*texts], len(texts) // 2
        halves = (topics[:middle], topics[middle:]) if middle else ()
        parts = ({topic: texts[topic] for topic in half} for half in halves)
        return [found for part in parts for found in compared(real, part, keras, each, folder)]
    assert outcome.ok, outcome.said
    return json.loads(answers.read_text("utf8"))  # type: ignore[no-any-return]


def judge(found: list[dict[str, Any]], keras: int) -> int:
    """Fail where something is said wrongly, or less than of the interpreted model. Returns:
    the number of claims."""
    wrong: list[str] = []
    count = 0
    for model in found:
        topic = model["topic"]
        if "unmade" in model:
            continue
        if not model["kept"]:
            wrong.append(f"{topic}: lifted twice, it differs")
        if model["was_known"] and not model["known"]:
            wrong.append(f"{topic}: it is not known")
        for fed in model["fed"]:
            count += bool(fed["says"])
            if fed["says"] and not fed["raised"]:
                wrong.append(f"{topic}: it takes {fed['sizes']}, and is said not to: {fed}")
            if fed["said"] and not fed["says"] and fed["sizes"] != NO_AXES:
                wrong.append(f"{topic}: less is said: {fed}")
        for labels in model["labels"]:
            if labels["says"] != labels["said"]:
                wrong.append(f"{topic}: of labels, something else is said: {labels}")
            if ["REFUSED", True] in labels["says"] and not labels["raised"]:
                wrong.append(f"{topic}: the labels fit: {labels}")
    assert not wrong, "\n".join(wrong[:10])
    return count


def test_models_put_together_in_many_ways(real: Reality, keras: int, tmp_path: Path) -> None:
    texts = programs(keras)
    found = compared(real, texts, keras, FEW, tmp_path)
    assert judge(found, keras) > len(texts)
    assert sum("unmade" in model for model in found) <= 1  # a mask that Keras 2 does not take
    known = {model["topic"] for model in found if model.get("known")}
    assert len(known) > len(texts) - 15


def test_random_models(real: Reality, keras: int, tmp_path: Path) -> None:
    texts = {f"seed {seed}": random_model(seed, keras) for seed in range(SEEDS)}
    assert judge(compared(real, texts, keras, FEW, tmp_path), keras) > SEEDS


@pytest.mark.xfail(
    raises=AssertionError,
    reason="Keras 3 does not tell whether the program or data told the batch, which may be 1",
)
def test_missed(reality: Reality, tmp_path: Path) -> None:
    made = "keras.Sequential([keras.Input((), batch_size=3), layers.Flatten(), layers.Dense(1)])"
    texts = {"one number a sample": written_for(3, f"model = {made}\n")}
    (model,) = compared(reality, texts, 3, MANY, tmp_path)
    fed = next(f for f in model["fed"] if f["sizes"] == NO_AXES)
    if not fed["said"] or not fed["raised"]:
        pytest.fail("it is no miss")
    assert fed["says"]


@pytest.mark.nightly
def test_models_fed_in_all_ways(real: Reality, keras: int, tmp_path: Path) -> None:
    texts = programs(keras)
    judge(compared(real, texts, keras, MANY, tmp_path), keras)


@pytest.mark.nightly
def test_many_random_models(real: Reality, keras: int, tmp_path: Path) -> None:
    texts = {f"seed {s}": random_model(s, keras) for s in range(SEEDS, SEEDS + NIGHTLY_SEEDS)}
    judge(compared(real, texts, keras, MANY // 10, tmp_path), keras)
