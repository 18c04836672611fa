"""The project's own modules: loaded once, as Python would, and their attributes."""

from functools import lru_cache

from ndlint.interpreter.frames import Frame, Loaded
from ndlint.interpreter.lower import lower
from ndlint.interpreter.lowered import Block
from ndlint.interpreter.objects import Closure, ModuleObject, UserClass
from ndlint.interpreter.run import CALL_DEPTH, BudgetSpent, Run
from ndlint.knowledge.registry import CONSTANTS, canonical, knows
from ndlint.source.project import Chain, Module
from ndlint.source.text import Source
from ndlint.values.base import Bool, Float, Int, Name, Nothing, Str, Value

SHARE = 0.75
"""So much of what is left of its importer's operations, loading a module may take at most."""
FOR_IMPORTS = 50_000
"""So many operations may be spent on loading modules: the program needs some for itself."""


def load_chain(run: Run, chain: Chain) -> list[Value]:
    """Load packages and a module in them, and bind each in the one before it."""
    loaded: list[Value] = []
    for module in chain:
        value = load(run, module)
        if loaded and isinstance(loaded[-1], ModuleObject):
            run.live.variables(loaded[-1].scope)[module.last] = value
        loaded.append(value)
        if run.state is None:
            break
    return loaded


def load(run: Run, module: Module) -> Value:
    """The module, whose top level is run if it was not yet; unknown where it cannot be."""
    if run.project is None or not module.is_known:
        return run.unknown(module.name)
    scope = run.home if module is run.project.main else _scope(run, module)
    if scope in run.live.partial:
        # It was loaded on one of several ways that lead here.
        loaded = run.live
        run.state = loaded.fork()
        run.state.leave(scope)
        _execute(run, module, scope)
        run.state = loaded if run.state is None else loaded.join(run.state)
    elif scope not in run.live.scopes:
        _execute(run, module, scope)
    if scope not in run.live.scopes or module.path in run.given_up:
        return run.unknown(module.name)
    run.live.partial -= {scope}
    return ModuleObject(scope, module.name)


def _scope(run: Run, module: Module) -> int:
    if module.path not in run.scopes:
        run.scopes[module.path] = run.keys.new()
    return run.scopes[module.path]


@lru_cache(maxsize=256)
def _body(source: Source | None) -> Block:
    return () if source is None else lower(source.tree).body


def _execute(run: Run, module: Module, scope: int) -> None:
    """Run the top level of a module. Where that takes too much, nothing of it has happened."""
    if module.path in run.given_up or len(run.frames) >= CALL_DEPTH:
        return
    before = run.live.fork()
    first = len(run.closures)
    loops, run.loops = run.loops, []
    attempts, run.attempts = run.attempts, []
    limit, spent = run.limit, run.spent
    left = min(limit - spent, FOR_IMPORTS - run.imported)
    run.limit = spent + int(SHARE * left)
    run.modules[scope] = Loaded(module.source or run.module.source, module)
    run.live.variables(scope)  # a module that is imported while it is loaded is there
    run.frames.append(Frame((scope,), None, run.keys.last))
    try:
        run.execute_block(_body(module.source))
    except (BudgetSpent, RecursionError):
        run.state = before
        run.given_up.add(module.path)
        del run.closures[first:]
    finally:
        run.frames.pop()
        run.limit, run.loops, run.attempts = limit, loops, attempts
    if all(frame.function is not None for frame in run.frames[1:]):
        run.imported += run.spent - spent
    if run.state is None:
        # It raises, or ends the program.
        run.live = before
        if attempts:
            attempts[-1].append(before)


# ---- attributes


def module_attribute(run: Run, module: ModuleObject, name: str) -> Value:
    """`module.name`"""
    found = run.live.get(module.scope, name)
    if found is None:
        stars = run.modules[module.scope].star_modules
        return in_star_modules(stars, name) or run.unknown(name)
    if module.scope == run.home and not _is_same_in_copies(found):
        run.live.lose(found)
        return run.unknown(name)
    return found


def _is_same_in_copies(value: Value) -> bool:
    """Whether a variable of the program is what a module that imports it finds, although
    Python may run a program a second time when it is imported."""
    return isinstance(
        value, Closure | UserClass | ModuleObject | Name | Int | Float | Str | Bool | Nothing
    )


def set_module_attribute(run: Run, module: ModuleObject, name: str, value: Value) -> None:
    """`module.name = value`"""
    if module.scope == run.home:
        run.live.lose(value)
        run.live.forget([(run.home, name)])
    else:
        run.live.variables(module.scope)[name] = value


@lru_cache(maxsize=4096)
def named(path: str) -> Value:
    """What a public name stands for."""
    full = canonical(path)
    return CONSTANTS.get(full, Name(full))


def in_star_modules(modules: list[str], name: str) -> Value | None:
    """What one of the modules that everything is imported from brings under a name."""
    found = {
        path
        for module in modules
        if knows(path := canonical(f"{module}.{name}")) or (module, name) in SUBMODULES
    }
    return named(found.pop()) if len(found) == 1 else None


SUBMODULES = {("keras", name) for name in ("layers", "models", "losses", "utils", "datasets")}
SUBMODULES |= {("tensorflow", name) for name in ("keras", "math", "data", "random", "nn", "image")}
