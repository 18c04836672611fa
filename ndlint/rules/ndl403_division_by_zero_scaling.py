"""NDL403."""

from collections.abc import Iterator

from ndlint.events import Computed
from ndlint.findings import Certainty, Effect, Finding
from ndlint.fixes.calls import place_of_computed
from ndlint.fixes.repair import rewrites
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.facts import Facts


class DivisionByZeroScaling(Rule):
    """Data is divided by its own extent, which may be 0.

    ## What it does
    Finds divisions by a maximum, a range, a deviation or a sum of data, where that is 0, or may
    be: of an image that is black, a column that is constant. Where it only may be, the claim is
    unproven and not shown, unless `certainty` says so; `ndlint verify` decides it on the real
    data.

    ## Why is this bad
    NumPy warns at most once, and goes on: 0 / 0 is NaN, anything else / 0 is Inf. One NaN among
    the inputs destroys every weight of a model.

    ## Example
    ```python
    x = np.ones((4, 2))
    x = (x - x.mean(axis=0)) / x.std(axis=0)  # NaN everywhere
    ```

    ## Use instead
    ```python
    x = np.ones((4, 2))
    x = (x - x.mean(axis=0)) / (x.std(axis=0) + 1e-7)
    ```

    ## Fix safety
    Unsafe: the results differ by what is added.
    """

    code = "NDL403"
    name = "division-by-zero-scaling"
    effect = Effect.SILENT
    explained_by = frozenset({"NDL401"})

    _START = "import numpy as np\nimport tensorflow as tf\nx = np.ones((4, 2))\n"
    bad = [
        Example(
            _START + "r = (x - x.mean(axis=0)) / x.std(axis=0)\n", shows="bool(np.isnan(r).all())"
        ),
        Example(
            _START + "r = (x - x.min()) / (x.max() - x.min())\n", shows="bool(np.isnan(r).all())"
        ),
        Example(_START + "x *= 0\nr = x / np.max(x)\n", shows="bool(np.isnan(r).all())"),
    ]
    good = [
        Example(_START + "r = (x - x.mean(axis=0)) / (x.std(axis=0) + 1e-7)\n"),
        Example(_START + "r = (x - x.min()) / (x.max() - x.min() + 1e-7)\n"),
        Example(_START + "r = x / np.maximum(np.max(x), 1e-7)\n"),
        Example(_START + "s = x.std(axis=0)\nr = (x - x.mean(axis=0)) / np.where(s == 0, 1, s)\n"),
    ]

    def on_computed(self, event: Computed) -> Iterator[Finding]:
        """NumPy divides by what sums data up."""
        if event.operation != "/":
            return
        divisor = event.operands[-1]
        if not isinstance(divisor, Array) or not divisor.origins.summary:
            return
        if divisor.facts.low <= 0 <= divisor.facts.high:
            is_zero = _holds_zero(divisor.facts)
            yield self.finding(
                event,
                f"{event.call} by {divisor.described} that {'is' if is_zero else 'may be'} 0"
                f"{'' if divisor.shape.rank == 0 else ' somewhere'}, where the result is NaN or "
                "Inf; add a small number to it, for example 1e-7",
                divisor.origins.shape,
                Certainty.CERTAIN if is_zero else Certainty.UNPROVEN,
                repairs=rewrites(
                    "add 1e-7 to the divisor", place_of_computed(event, 1), "({} + 1e-7)"
                ),
            )


def _holds_zero(facts: Facts) -> bool:
    return facts.has_ends and 0 in facts.ends
