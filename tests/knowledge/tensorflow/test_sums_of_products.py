"""`tf.einsum`: shapes and refusals against real TensorFlow; and other names of functions."""

from random import Random

from ndlint.knowledge.registry import ALIASES
from tests.knowledge.tensorflow.bulk import Program, compare, real_results
from tests.truth.reality import Reality

EQUATIONS = (
    "ij,jk->ik", "i,i->", "ij,j->i", "bij,bjk->bik", "...ij,...jk->...ik", "bqd,bkd->bqk",
    "bhqd,bhkd->bhqk", "ij->ji", "ii->i", "ij,kj->ik", "i,j->ij", "ij->", "ijk,kl->ijl", "ij,jk",
    "...i,i->...", "ij,jk,kl->il", "...i->...", "ij,ij->ij",
)  # fmt: skip
USUAL = 120


def program(seed: int) -> Program:
    """One sum of products of tensors most of which fit."""
    draw = Random(f"einsum {seed}")
    equation = draw.choice(EQUATIONS)
    sizes = {name: draw.randint(1, 3) for name in "ijklbhqd"}
    shapes = []
    for term in equation.split("->")[0].split(","):
        names = term.removeprefix("...")
        dims = [draw.randint(1, 2) for _ in range(draw.randint(0, 2) if names != term else 0)]
        dims += [draw.randint(1, 3) if draw.random() < 0.12 else sizes[name] for name in names]
        shapes.append(dims[1:] if draw.random() < 0.05 else dims)
    given = ", ".join(f"tf.ones({shape})" for shape in shapes)
    return Program(
        f"import tensorflow as tf\nr = tf.einsum({equation!r}, {given})\n", ("r",), topic=equation
    )


def test_sums_of_products(reality: Reality) -> None:
    score = compare(reality, [program(seed) for seed in range(USUAL)])
    assert not score.wrong, "\n\n".join(score.wrong[:10])
    assert score.claimed >= 0.5 * score.raised > 0


def test_other_names(reality: Reality) -> None:
    """What goes by another name here is the same function."""
    pairs = [
        (alias, name)
        for alias, name in ALIASES
        if alias.startswith("tensorflow.") and name.startswith("tensorflow.")
    ]
    programs = [
        Program(f"import tensorflow\nassert {alias} is {name}\n")
        for alias, name in pairs
        if alias != "tensorflow.compat.v2"
    ]
    for one, ran in zip(programs, real_results(reality, programs), strict=True):
        assert ran.line is None, one.text
