"""One differential case: a real call, and what the model must say of its result."""

import copy
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from ndlint.knowledge import binding
from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.registry import MODELS, Applied, Changed, Refusal
from ndlint.values.base import UNKNOWN, Value
from tests.knowledge.numpy.lifting import inside, lift, weakenings


@dataclass(frozen=True)
class Case:
    """A call of the function with real arguments; a method's receiver is the first of them.

    `exact`: the model must know the dtype and shape. `raises`: it must refuse where NumPy
    raises; otherwise it may also say that nothing is known.
    """

    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any] = field(default_factory=dict)
    exact: bool = True
    raises: bool = False

    def __str__(self) -> str:
        return f"{self.name}{self.args}{self.kwargs or ''}".replace("\n", "")[:90]


def case(name: str, *args: Any, **kwargs: Any) -> Case:
    """A call whose result's dtype and shape must be known."""
    return Case(name, args, kwargs)


def vague(name: str, *args: Any, **kwargs: Any) -> Case:
    """A call of whose result only what is claimed must be true."""
    return Case(name, args, kwargs, exact=False)


def refused(name: str, *args: Any, **kwargs: Any) -> Case:
    """A call that raises, and that the model must refuse."""
    return Case(name, args, kwargs, exact=False, raises=True)


def quietly(call: Callable[[], Any]) -> Any:
    """The result of a call without NumPy's warnings, or the exception that it raised."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return call()
        except Exception as error:
            return error


def check(real: Any, infer: Callable[[], Value], exact: bool, raises: bool) -> str | None:
    """Why what was inferred does not hold of what NumPy did, or None."""
    try:
        value = infer()
    except Refusal as refusal:
        if not isinstance(real, Exception):
            return f"refused ({refusal.message}), but NumPy does not raise"
        if not exact and not raises:
            return None
        names = [c.__name__ for c in type(real).__mro__]
        return None if refusal.error in names else f"{refusal.error} is not {names[0]}"
    if isinstance(real, Exception):
        if raises:
            return f"NumPy raises {real!r} but {value} was inferred"
        return f"NumPy raises {real!r}" if exact else None
    return inside(real, value, exact)


def said(name: str, args: list[Value], kwargs: dict[str, Value]) -> object:
    """What the model of a function says, as the interpreter asks it."""
    known = MODELS[name]
    bound = binding.bind(known.function, Arguments(args, kwargs))
    return UNKNOWN if bound is None else binding.call(known.function, bound)


def infer(name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """The result that the model of a function gives.

    A function that it calls returns its first argument, as those of the cases do.
    """
    result = said(name, args, kwargs)
    if isinstance(result, Applied):
        return result.then((result.arguments or (UNKNOWN,))[0])
    if isinstance(result, Changed):
        return result.result
    assert isinstance(result, Value), result
    return result


def change(name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """What the first argument is after the call, where the model says that it changes it."""
    try:
        result = said(name, args, kwargs)
    except Refusal:
        return UNKNOWN
    return result.receiver if isinstance(result, Changed) else UNKNOWN


def variations(args: list[Value]) -> Iterator[list[Value]]:
    """The arguments with one of them known less well."""
    for i, arg in enumerate(args):
        for weak in weakenings(arg):
            yield [*args[:i], weak, *args[i + 1 :]]


def really(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call NumPy, which may change the arguments."""
    owner, _, last = name.rpartition(".")
    if owner == "numpy.random.Generator":
        return getattr(np.random.default_rng(0), last)(*args, **kwargs)
    if owner == "numpy.random.RandomState":
        return getattr(np.random.RandomState(0), last)(*args, **kwargs)
    if owner in ("numpy.ndarray", "numpy.ma.MaskedArray"):
        return getattr(args[0], last)(*args[1:], **kwargs)
    function: Any = np
    for part in name.split(".")[1:]:
        function = getattr(function, part)
    return function(*args, **kwargs)


def problems(c: Case) -> list[str]:
    """All that is wrong with a case, with its arguments known exactly and less well."""
    given = copy.deepcopy((c.args, c.kwargs))
    real = quietly(lambda: really(c.name, *given))
    args, kwargs = [lift(a) for a in c.args], {k: lift(v) for k, v in c.kwargs.items()}
    if c.name.startswith(("numpy.random.Generator.", "numpy.random.RandomState.")):
        args.insert(0, UNKNOWN)
    found = check(real, lambda: infer(c.name, args, kwargs), c.exact, c.raises)
    wrong = [found] if found else []
    for weak in variations(args):
        found = check(real, partial(infer, c.name, weak, kwargs), False, False)
        if found:
            wrong.append(f"{found}: of {weak}")
    if not isinstance(real, Exception):
        for known in ([args] if c.args else []) + list(variations(args)):
            found = inside(given[0][0], change(c.name, known, kwargs))
            if found:
                wrong.append(f"afterwards, {found}: of {known}")
    return wrong
