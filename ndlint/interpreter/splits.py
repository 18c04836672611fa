"""What becomes of the sides of arrays that a program splits."""

from collections.abc import Mapping

from ndlint.events import Unpacked
from ndlint.interpreter import lowered as op
from ndlint.interpreter.lowered import dotted
from ndlint.interpreter.run import Run
from ndlint.knowledge.sklearn.splitting import is_uneven, marked
from ndlint.values.array import Split
from ndlint.values.base import NOTHING, Ref, Value, elements
from ndlint.values.trace import Step


def tell_unpacked(
    run: Run, node: op.Call, options: Mapping[str, Value], made: Value, label: str
) -> None:
    """Note which side each part is that a call has made, and tell to what names they go."""
    target, given = node.unpacked, node.arguments
    if target is None or any(argument.star for argument in given):
        return
    names = tuple(map(dotted, target.items))
    arrays = tuple(dotted(argument.value) for argument in given if argument.name is None)
    uneven = is_uneven(*(options.get(name, NOTHING) for name in ("test_size", "train_size")))
    at, place = (Step(run.site(node.place), f"split by {label}"),), run.site(target.place)
    parts = elements(run.live.peek(made)) or ()
    sides = tuple(
        Split(index // 2, index % 2 == 1, uneven, at, names, arrays, place)
        for index in range(len(parts))
    )
    for part, side in zip(parts, sides, strict=True):
        if isinstance(part, Ref):
            run.live.write(part, marked(run.live.peek(part), side))
    run.emit(Unpacked(parts=parts, sides=sides), node.place, label)
