"""Comprehensions."""

from ndlint.interpreter import lowered as op
from ndlint.interpreter.assignment import assign
from ndlint.interpreter.frames import Loop
from ndlint.interpreter.lists import LONGEST, like_all
from ndlint.interpreter.loops import settled
from ndlint.interpreter.run import Run
from ndlint.interpreter.sequences import (
    UNROLLED,
    extent,
    is_changed,
    is_known_key,
    items_of,
    one_of,
    seen,
    sources_of,
)
from ndlint.interpreter.truth import holds
from ndlint.values.base import GENERATOR, SET, UNKNOWN, Dict, List, Tuple, Value
from ndlint.values.dimension import UNKNOWN_DIM


def comprehend(run: Run, node: op.Comprehension, kind: str) -> Value:
    """The value of a comprehension, as a "list", "set" or "dict".

    Of a "generator", which runs later or not at all, only what it may do counts. "some": it
    is gone through at once, but perhaps not to its end.
    """
    iterable = run.evaluate(node.generators[0].iterable)
    if run.state is None:
        return UNKNOWN
    scopes = run.frame.scopes
    run.frame.scopes = (run.keys.new(), *scopes)
    run.frame.inner += 1
    run.loops.append(Loop(node.place, run.keys.last))
    first_closure = len(run.closures)
    try:
        made = _collected(run, node, iterable, kind in ("list", "dict"))
        return _as_kind(run, made, kind)
    finally:
        if not any(run.frame.scopes[0] in c.scopes for c in run.closures[first_closure:]):
            run.live.leave(run.frame.scopes[0])
        run.frame.scopes = scopes
        run.frame.inner -= 1
        run.loops.pop()


def _as_kind(run: Run, made: List, kind: str) -> Value:
    if kind == "list":
        return run.live.box(made)
    if kind != "dict":
        run.live.lose(*(made.items or ()), made.each)
        return {"set": SET, "generator": GENERATOR}.get(kind) or run.unknown()
    if made.items is not None:
        pairs = {p.items[0]: p.items[1] for p in made.items if isinstance(p, Tuple)}
        if all(map(is_known_key, pairs)):
            return run.live.box(Dict(tuple(pairs.items())))
        made = like_all(run, made)
    value = made.each.items[1] if isinstance(made.each, Tuple) else UNKNOWN
    return run.live.box(Dict(None, value))


def _collected(run: Run, node: op.Comprehension, iterable: Value, is_whole: bool) -> List:
    """The elements: one by one where all is known that decides, else what each is like."""
    if is_whole:
        before = run.live.fork()
        found: list[Value] = []
        if _one_by_one(run, node, 0, iterable, found):
            return List(tuple(found))
        run.state = before
    length, is_filled = extent(run, iterable)
    sources = seen(run, sources_of(run, iterable))
    each = _like_each(run, node, 0, iterable)
    if each is None:
        return List(())
    if len(node.generators) > 1 or node.generators[0].conditions:
        return List(None, each)
    return List(None, each, UNKNOWN_DIM if is_changed(run, sources) else length, is_filled)


def _one_by_one(
    run: Run, node: op.Comprehension, depth: int, iterable: Value, found: list[Value]
) -> bool:
    """Evaluate the element for every item. Returns whether these are all that there are."""
    generator = node.generators[depth]
    sources = sources_of(run, iterable)
    items, _ = items_of(run, iterable)
    before = seen(run, sources)
    if items is None or len(items) > UNROLLED:
        return False
    for item in items:
        assign(run, generator.target, item)
        decided = [holds(run, c, "if") for c in generator.conditions[:1]]
        for condition in generator.conditions[1:]:
            if decided[-1]:
                decided.append(holds(run, condition, "if"))
        if None in decided:
            return False
        if all(decided):
            if depth + 1 < len(node.generators):
                inner = run.evaluate(node.generators[depth + 1].iterable)
                if not _one_by_one(run, node, depth + 1, inner, found):
                    return False
            else:
                found.append(run.evaluate(node.element))
        if run.state is None or len(found) > LONGEST:
            return run.state is None
        if is_changed(run, before):
            return False
    return True


def _like_each(run: Run, node: op.Comprehension, depth: int, iterable: Value) -> Value | None:
    """What every element is like; None: there is none."""
    generator = node.generators[depth]
    since = run.keys.last
    take = one_of(run, iterable)
    found: Value | None = None

    def once() -> None:
        nonlocal found
        found = None
        assign(run, generator.target, take())
        with run.conditionally():
            if not _may_pass(run, generator.conditions):
                return
            if depth + 1 < len(node.generators):
                inner = run.evaluate(node.generators[depth + 1].iterable)
                found = _like_each(run, node, depth + 1, inner) if run.state else None
                return
            element = run.evaluate(node.element)
            found = run.live.like_each(element, since=since) if run.state else None

    run.state, is_stable = settled(run, once)
    return found if is_stable else UNKNOWN


def _may_pass(run: Run, conditions: tuple[op.Operation, ...]) -> bool:
    return all(holds(run, c, "if") is not False for c in conditions)
