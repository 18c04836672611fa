"""How statements are run."""

import ast
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from ndlint.interpreter import lowered as op
from ndlint.interpreter.absence import identify, suppose
from ndlint.interpreter.assignment import assign, remove_item
from ndlint.interpreter.classes import define_class
from ndlint.interpreter.contexts import expectation, may_expect, note_expected_failure, trial
from ndlint.interpreter.covering import changed_in
from ndlint.interpreter.frames import Loop
from ndlint.interpreter.functions import define_function
from ndlint.interpreter.generators import Steps
from ndlint.interpreter.growth import growing, grown
from ndlint.interpreter.imports import import_from, import_modules
from ndlint.interpreter.jumps import joined
from ndlint.interpreter.loops import settled
from ndlint.interpreter.matching import matches
from ndlint.interpreter.operators import augment
from ndlint.interpreter.renewal import renewed_in, source
from ndlint.interpreter.run import Run, executes
from ndlint.interpreter.sequences import (
    UNROLLED,
    Each,
    any_of,
    is_changed,
    is_made_by_code,
    items_of,
    seen,
    sources_of,
)
from ndlint.interpreter.state import State
from ndlint.interpreter.truth import decide, holds, note_choice
from ndlint.interpreter.turns import first_count
from ndlint.source.nodes import nodes_in
from ndlint.values.base import NOTHING, UNKNOWN, Int, Tuple, Unknown, Value

SETTLES = (0, 1, 3)
"""After which turns, counted from 0, a loop over known items may be found to change nothing."""


@executes(op.Assign)
def _assign(run: Run, node: op.Assign) -> None:
    value = _evaluated(run, node.value)
    for target in node.targets:
        assign(run, target, value)


@executes(op.Augment)
def _augment(run: Run, node: op.Augment) -> None:
    augment(run, node)


@executes(op.Evaluate)
def _evaluate(run: Run, node: op.Evaluate) -> None:
    _evaluated(run, node.value)


def _evaluated(run: Run, value: op.Operation) -> Value:
    """The value of a statement's expression, which may be a call that expects an error."""
    if type(value) is not op.Call or not may_expect(value.callee):
        return run.evaluate(value)
    tried = trial(run, value)
    if tried is not None:
        run.execute(tried)
        return run.unknown()
    found = run.evaluate(value)
    return expectation(run, value) or found


@executes(op.Return)
def _return(run: Run, node: op.Return) -> None:
    value = NOTHING if node.value is None else run.evaluate(node.value)
    if run.state is not None and run.frame.function is not None:
        run.frame.returns.append((run.state, value))
    run.state = None


@executes(op.Function)
def _function(run: Run, node: op.Function) -> None:
    note_expected_failure(run, node)
    run.store(node.name, define_function(run, node))


@executes(op.Class)
def _class(run: Run, node: op.Class) -> None:
    note_expected_failure(run, node)
    run.store(node.name, define_class(run, node))


@executes(op.Import)
def _import(run: Run, node: op.Import) -> None:
    import_modules(run, node)


@executes(op.ImportFrom)
def _import_from(run: Run, node: op.ImportFrom) -> None:
    import_from(run, node)


@executes(op.Assert)
def _assert(run: Run, node: op.Assert) -> None:
    identify(run, node.test)
    if holds(run, node.test, "assert") is False:
        run.state = None
    suppose(run, node.test, True)


@executes(op.Raise)
def _raise(run: Run, node: op.Raise) -> None:
    if node.value is not None:
        run.evaluate(node.value)
    if run.attempts and run.state is not None:
        run.attempts[-1].append(run.state)
    run.state = None


@executes(op.Delete)
def _delete(run: Run, node: op.Delete) -> None:
    for target in node.targets:
        _unbind(run, target)


def _unbind(run: Run, target: op.Operation) -> None:
    match target:
        case op.Load(name=name):
            function = run.frame.function
            outer = (
                function is not None and name in function.rebinds_global | function.rebinds_outer
            )
            for scope in run.frame.scopes if outer else run.frame.scopes[:1]:
                run.live.variables(scope).pop(name, None)
        case op.Subscript(value=owner, index=index):
            remove_item(run, run.evaluate(owner), run.evaluate(index))
        case op.Attribute(value=owner):
            run.hand_over(run.evaluate(owner))
        case op.Display(items=items):
            for item in items:
                _unbind(run, item)


@executes(op.Jump)
def _jump(run: Run, node: op.Jump) -> None:
    if run.loops and run.state is not None:
        loop = run.loops[-1]
        (loop.breaks if node.word == "break" else loop.continues).append(run.state)
    run.state = None


@executes(op.Branch)
def _branch(run: Run, node: op.Branch) -> None:
    decided = decide(run, node.test)
    if run.state is None:
        return
    if decided is not None:
        run.execute_block(node.then if decided else node.otherwise)
        return
    before = run.state
    ways = _ways_out(run)
    ends: list[State | None] = []
    for outcome, block in ((True, node.then), (False, node.otherwise)):
        run.state = before.fork()
        suppose(run, node.test, outcome)
        with run.conditionally():
            run.execute_block(block)
        ends.append(run.state)
    run.state = joined(ends)
    if None in ends:
        _note_ways_out(run, ways)
    note_choice(run, node.test, ends, has_returned=len(run.frame.returns) > ways[0])


def _ways_out(run: Run) -> tuple[int, int]:
    """How often the running function may have returned, and the turn of the running loop ended."""
    jumps = sum(len(loop.breaks) + len(loop.continues) for loop in run.loops[-1:])
    return len(run.frame.returns), jumps


def _note_ways_out(run: Run, before: tuple[int, int]) -> None:
    """Where a condition was not decided, what follows may not run if there are more of them."""
    returns, jumps = _ways_out(run)
    if returns > before[0]:
        run.may_be_over(run.frame)
    if jumps > before[1]:
        run.may_be_over(run.loops[-1])


@executes(op.Choice)
def _choice(run: Run, node: op.Choice) -> None:
    kept = f"<match {id(node)}>"
    run.store(kept, run.evaluate(node.subject))
    ends: list[State | None] = []
    ways, is_open = _ways_out(run), False
    with ExitStack() as open_conditions:
        for case in node.cases:
            if run.state is None:
                break
            before = run.state.fork()
            is_met = matches(run, case.pattern, run.load(kept) or UNKNOWN)
            if is_met is False:
                run.state = before
                continue
            if is_met is None:
                is_open = True
                open_conditions.enter_context(run.conditionally())
            otherwise = None if is_met else before
            if case.guard is not None:
                decided, passed_over = _asked(run, case.guard)
                otherwise = joined([otherwise, passed_over])
                if decided is None:
                    is_open = True
                    open_conditions.enter_context(run.conditionally())
            if run.state is not None:
                run.execute_block(case.body)
            ends.append(run.state)
            run.state = otherwise
    if is_open:
        _note_ways_out(run, ways)
    run.state = joined([run.state, *ends])


def _asked(run: Run, guard: op.Operation) -> tuple[bool | None, State | None]:
    """Whether a guard holds, and the state in which it does not."""
    decided = holds(run, guard, "if")
    state = run.state
    if state is None or decided:
        return decided, None
    if decided is None:
        return None, state.fork()
    run.state = None
    return False, state


# ---- loops


@executes(op.For)
def _for(run: Run, node: op.For) -> None:
    iterable = run.evaluate(node.iterable)
    # Bound to no name of the program, the items would be taken for garbage.
    sources = sources_of(run, iterable)
    run.store(source(node.place), Tuple((iterable, *sources)))
    items, each = items_of(run, iterable)
    if items is not None and len(items) <= UNROLLED:
        _unrolled(run, node, items, sources)
    else:
        first = first_count(run, node.place, run.live.peek(iterable))
        lists, before = growing(run, node, iterable), seen(run, sources)
        _through(run, node, each, is_apart=not is_made_by_code(run, iterable), first=first)
        if lists and run.state is not None and not is_changed(run, before):
            grown(run, lists)


def _through(
    run: Run, node: op.For, each: Each, *, is_apart: bool, first: tuple[str, Int] | None = None
) -> None:
    """The turns of a loop over what is not known item by item. `first` is the variable that
    counts them, with its value in the first one."""
    ends = each if isinstance(each, Steps) else None

    def step() -> None:
        assign(run, node.target, each() if ends is None else ends.step())

    def first_step() -> None:
        step()
        if first is not None:
            run.store(*first)

    begin = None if first is None else first_step
    _repeated(run, node, step, last=ends, is_apart=is_apart, begin=begin)


def _unrolled(run: Run, node: op.For, items: tuple[Value, ...], sources: list[Value]) -> None:
    exits: list[State | None] = []
    before = seen(run, sources)
    for turn, item in enumerate(items):
        if run.state is None:
            break
        at_start = run.state.fork() if turn in SETTLES and turn + 3 < len(items) else None
        assign(run, node.target, item)
        exits += _pass(run, node).breaks
        if is_changed(run, before):
            run.live.lose(*items, *sources)
            _go_on(run, node, run.unknown, exits)
            return
        if at_start is not None and run.state is not None and _is_settled(run, at_start, node):
            _go_on(run, node, partial(any_of, run, items[turn + 1 :]), exits)
            return
    if run.state is not None:
        run.execute_block(node.otherwise)
    run.state = joined([run.state, *exits])


def _go_on(run: Run, node: op.For, each: Each, exits: list[State | None]) -> None:
    """The turns of a loop that are left are run together."""
    _through(run, node, each, is_apart=True)
    run.state = joined([run.state, *exits])


def _is_settled(run: Run, before: State, node: op.For) -> bool:
    """Whether a pass of a loop changed nothing that is known: the others are like it."""
    target = {n.id for n in nodes_in(node.target.place) if isinstance(n, ast.Name)}
    renewed = renewed_in(run, node.place)
    return all(
        name in target or isinstance(run.live.get(scope, name), Unknown)
        for scope, name in changed_in(run.live, before, run.frame.scopes, renewed)
    )


def _pass(run: Run, node: op.For | op.While) -> Loop:
    """Run a loop's body once; the state afterwards joins `continue`."""
    loop = Loop(node.place, run.keys.last)
    run.loops.append(loop)
    try:
        run.execute_block(node.body)
    finally:
        run.end(run.loops.pop())
    run.state = joined([run.state, *loop.continues])
    return loop


@executes(op.While)
def _while(run: Run, node: op.While) -> None:
    exits: list[State | None] = []
    before = run.live.fork()
    first = holds(run, node.test, "while")
    distance = _distance(run, node.test)
    while first and run.state is not None and distance is not None and 0 < distance <= UNROLLED:
        exits += _pass(run, node).breaks
        if run.state is None:
            break
        before, last = run.state.fork(), distance
        first = holds(run, node.test, "while")
        distance = _distance(run, node.test)
        if distance is not None and distance >= last:
            distance = None
    if run.state is not None:
        _while_longer(run, node, before, first)
    run.state = joined([run.state, *exits])


def _distance(run: Run, test: op.Operation) -> float | None:
    """How far the numbers are apart that a test has just compared; None: not known."""
    if not isinstance(test, op.Binary) or test.symbol not in ("<", "<=", ">", ">=", "!="):
        return None
    numbers = []
    for side in (test.left, test.right):
        match side:
            case op.Load(name=name) | op.Walrus(name=name):
                found = run.load(name)
            case op.Constant(value=value):
                found = value
            case _:
                found = None
        numbers.append(found.number if isinstance(found, Int) else None)
    left, right = numbers
    return None if left is None or right is None else abs(left - right) + ("=" in test.symbol[1:])


def _while_longer(run: Run, node: op.While, before: State, first: bool | None) -> None:
    """The turns of a loop that are not run one by one; `before`: ahead of the test, which
    gives `first`."""
    if first is False:
        run.execute_block(node.otherwise)
        return
    endless = isinstance(node.test, op.Constant)
    run.state = before

    def test() -> None:
        run.evaluate(node.test)

    if first is None:
        with run.conditionally():
            _repeated(run, node, test, tests=True)
    else:
        _repeated(run, node, test, tests=True, endless=endless)


def _repeated(
    run: Run,
    node: op.For | op.While,
    step: Callable[[], None],
    *,
    tests: bool = False,
    endless: bool = False,
    last: Steps | None = None,
    is_apart: bool = True,
    begin: Callable[[], None] | None = None,
) -> None:
    """Run the body of a loop any number of times: to a fixed point, then with the changing
    forgotten. `last` are steps that may find an end instead of an item, which leaves something
    behind. `is_apart`: a turn takes over nothing of the one before but by variables. `begin` is
    the step of the first turn, where that is run by itself."""
    if run.state is None:
        return
    exits: list[State | None] = []
    unbegun: State | None = None
    if begin is not None:
        unbegun = run.state.fork()
        with run.repeatedly():
            begin()
            exits += _pass(run, node).breaks

    def once() -> None:
        nonlocal exits
        step()
        exits += _pass(run, node).breaks

    head: State | None = None
    if run.state is not None:
        head, _ = settled(run, once, node.place if is_apart else None)
    run.state = None if endless else joined([head, unbegun, *(last.ends if last else ())])
    if tests and run.state is not None:
        step()
    if run.state is not None:
        run.execute_block(node.otherwise)
    run.state = joined([run.state, *exits])
