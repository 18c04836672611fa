"""The module `outside` of the generated programs: code that the analyser does not see."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from types import ModuleType
from typing import Any

import numpy as np


def module(seed: int) -> ModuleType:
    """A fresh one, whose choices follow from the seed."""
    chance = random.Random(seed)
    held: list[Any] = []

    def spoil(value: Any) -> None:
        if isinstance(value, np.ndarray):
            if value.dtype.kind == "f":
                value.fill(np.nan)
        elif isinstance(value, list):
            spoil(value[0]) if value else None
            value.append(
                chance.randint(5, 9) if not value or isinstance(value[0], int) else value[0]
            )
        elif isinstance(value, tuple):
            for item in value:
                spoil(item)
        elif isinstance(value, dict):
            value["k"] = 77
        elif callable(value):
            value()
        elif hasattr(value, "data"):
            spoil(value.data)
            value.size = 55

    @contextmanager
    def context() -> Iterator[int]:
        spoil(held[-1]) if held else None
        yield 1

    def twice(function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            function(*args, **kwargs)
            return function(*args, **kwargs)

        return run

    def poke() -> None:
        for value in list(held):
            spoil(value)

    result: Any = ModuleType("outside")
    result.coin = lambda: chance.random() < 0.5
    result.deep = lambda: chance.random() < 0.2
    result.small = lambda: chance.randrange(3)
    result.word = lambda: chance.choice(["k", "j", "a"])
    result.same = lambda value: value
    result.call = lambda function, *args: function(*args)
    result.hold = held.append
    result.poke = poke
    result.spoil = spoil
    result.fail = lambda: int("no") if chance.random() < 0.5 else None
    result.quiet = lambda: suppress(Exception) if chance.random() < 0.7 else nullcontext()
    result.context = context
    result.decorator = lambda function: function
    result.twice = twice
    return result  # type: ignore[no-any-return]
