"""Runs the interpreter on one program and asks the rules about what happens in it."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from ndlint.alternatives import on_one_side
from ndlint.events import Event
from ndlint.findings import Finding, not_analysed
from ndlint.interpreter.interpret import lowered, perform
from ndlint.interpreter.run import OPERATIONS, BudgetSpent, Reached, Run
from ndlint.judge import Judge
from ndlint.knowledge import registry
from ndlint.source.legacy import is_for_keras_2
from ndlint.source.prefilter import may_hold_finding
from ndlint.source.project import Project
from ndlint.source.text import Source
from ndlint.surroundings import analysing
from ndlint.target import Target, aiming_at
from ndlint.values.trace import Site

CHANGES_FLOATX = ("set_floatx", "set_global_policy", "set_dtype_policy", "set_policy")
"""Functions by which a program makes Keras compute in another dtype than float32."""
CHANGES_PROMOTION = ("enable_numpy_behavior", "experimental.numpy")
"""By what a program makes tensors promote as NumPy's arrays do."""
CHANGES_FORMAT = ("set_image_data_format", "set_image_dim_ordering")
"""Functions by which a program makes Keras take the channels first."""
CHANGES_BACKEND = ("KERAS_BACKEND", "set_backend")
"""By what a program makes Keras compute with another library than TensorFlow."""

CHANGES_GRAPHS = ("run_eagerly", "run_functions_eagerly", "enable_debug_mode")
"""By what a program makes TensorFlow run step by step what it else runs as a graph."""
LOOKS_FOR_NAN = (
    "is_nan(", "is_finite(", "is_inf(", "multiply_no_nan(", "check_numerics(", "ops.isnan(",
    "ops.isfinite(", "ops.isinf(", "ops.nan_to_num(",
)  # fmt: skip
"""Functions by which a program finds NaN and Inf in tensors, for example to replace them."""


def target_of(sources: Sequence[Source], target: Target) -> Target:
    """The target, as far as a program, whose own source comes first, does not say otherwise by
    itself."""
    return replace(
        target,
        keras=2 if is_for_keras_2(*sources) else target.keras,
        usual_format=not _mentions(sources, CHANGES_FORMAT),
        usual_floatx=not _mentions(sources, CHANGES_FLOATX),
        usual_backend=not _mentions(sources, CHANGES_BACKEND),
        usual_graphs=not _mentions(sources, CHANGES_GRAPHS),
    )


def judge_of(sources: Sequence[Source], target: Target) -> Judge:
    """The judge of a program that is not run: its target and its text tell what it may change."""
    return Judge(
        target,
        changes_floatx=not target.usual_floatx,
        promotes=_mentions(sources, CHANGES_PROMOTION),
        leaves_tensorflow=not target.usual_backend,
        looks_for_nan=_mentions(sources, LOOKS_FOR_NAN),
    )


def _mentions(sources: Sequence[Source], names: Sequence[str]) -> bool:
    return any(name in source.text for source in sources for name in names)


class Analysis(Struct, frozen=True):
    """What was found, in order of place. `is_repeatable`: it will be found again."""

    findings: list[Finding]
    is_repeatable: bool = True


def interpret(project: Project, target: Target) -> Analysis:
    """Every finding in the program of a project.

    What was found before the budget was spent is kept: NDL000 says that it is not all.
    """
    registry.load()
    found = _interpret(project, target)
    known: dict[str, set[tuple[str, Site]]] = {}
    kept = [f for f in found.findings if not _is_others(f, project, target, known)]
    return replace(found, findings=[_own_repairs(f) for f in kept])


def _interpret(project: Project, target: Target) -> Analysis:
    source = project.source
    sources = list(project.reachable())
    target = target_of(sources, target)
    judge = judge_of(sources, target)
    heard: list[tuple[Event, Reached]] = []

    def hear(event: Event, reached: Reached) -> bool:
        heard.append((event, reached))
        return judge.hear(event, reached)

    with aiming_at(target), analysing(source.path) as around:
        try:
            module = lowered(source)
            run = Run(source, hear, project)
            perform(run, module)
        except BudgetSpent as spent:
            reason = f"given up: it takes more than {OPERATIONS:,} operations to analyse"
            found = [not_analysed(source.path, reason), *judge.verdict()]
            # Else it depends on how deep the stack was.
            return Analysis(found, is_repeatable=not around.mattered and spent.__cause__ is None)
        found = judge.verdict()
        found += on_one_side(run, heard, module, lambda: judge_of(sources, target), found)
    return Analysis(sorted(found, key=lambda f: f.order), is_repeatable=not around.mattered)


def _is_others(
    finding: Finding, project: Project, target: Target, known: dict[str, set[tuple[str, Site]]]
) -> bool:
    """Whether what happens in another module happens there whatever the program does: it is
    found when that module is checked. `known` keeps what is found in which module."""
    if finding.sink is None:
        return False
    path = finding.sink.path
    if path not in known:
        other = project.seen_from(path)
        is_checked = other is not None and may_hold_finding(other.source)
        found = _interpret(other, target).findings if other and is_checked else []
        known[path] = {(f.code, f.site) for f in found if f.sink is None}
    return (finding.code, finding.sink) in known[path]


def _own_repairs(finding: Finding) -> Finding:
    """The finding without what is to be changed in other modules."""
    here = finding.site.path
    own = tuple(r for r in finding.repairs if all(c.place.site.path == here for c in r.changes))
    return finding if own == finding.repairs else replace(finding, repairs=own)
