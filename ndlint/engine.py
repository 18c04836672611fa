"""Runs the interpreter on one source and asks the rules about what happens in it."""

from dataclasses import replace

from ndlint.alternatives import on_one_side
from ndlint.findings import Finding, not_analysed
from ndlint.interpreter.interpret import lowered, perform
from ndlint.interpreter.run import OPERATIONS, BudgetSpent, Run
from ndlint.judge import Judge
from ndlint.knowledge import registry
from ndlint.source.legacy import is_for_keras_2
from ndlint.source.text import Source
from ndlint.surroundings import analysing
from ndlint.target import Target, aiming_at

CHANGES_FLOATX = ("set_floatx", "set_global_policy", "set_dtype_policy", "set_policy")
"""Functions by which a program makes Keras compute in another dtype than float32."""
CHANGES_PROMOTION = ("enable_numpy_behavior", "experimental.numpy")
"""By what a program makes tensors promote as NumPy's arrays do."""
CHANGES_FORMAT = ("set_image_data_format", "set_image_dim_ordering")
"""Functions by which a program makes Keras take the channels first."""


def target_of(source: Source, target: Target) -> Target:
    """The target, as far as a program does not say otherwise by itself."""
    return replace(
        target,
        keras=2 if is_for_keras_2(source) else target.keras,
        usual_format=not any(name in source.text for name in CHANGES_FORMAT),
    )


def judge_of(source: Source, target: Target) -> Judge:
    """The judge of a program that is not run: its text tells what it may change."""
    return Judge(
        target,
        changes_floatx=any(name in source.text for name in CHANGES_FLOATX),
        promotes=any(name in source.text for name in CHANGES_PROMOTION),
    )


def interpret(source: Source, target: Target) -> list[Finding]:
    """Every finding in one source, in order of place.

    What was found before the budget was spent is kept: NDL000 says that it is not all.
    """
    registry.load()
    target = target_of(source, target)
    judge = judge_of(source, target)
    with aiming_at(target), analysing(source.path):
        try:
            module = lowered(source)
            run = Run(source, judge.hear)
            perform(run, module)
        except BudgetSpent:
            reason = f"given up: it takes more than {OPERATIONS:,} operations to analyse"
            return [not_analysed(source.path, reason), *judge.verdict()]
        found = judge.verdict()
        found += on_one_side(run, module, lambda: judge_of(source, target), found)
    return sorted(found, key=lambda f: f.order)
