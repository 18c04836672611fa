"""The tables in which knowledge is registered, and how it is looked up."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import TypeVar

from msgspec import Struct

from ndlint.events import Contract, Event, Refused
from ndlint.values.base import Value

Function = Callable[..., object]
F = TypeVar("F", bound=Function)


class Refusal(Exception):
    """Raised by knowledge where the real library certainly raises.

    `error` names the exception class, the message says why in ndlint's words, the contract
    is what was asked for, and `argument` what breaks it, where it is one value. `when_run`: a graph
    is made all the same, and fails when it runs, if at all.
    """

    def __init__(
        self,
        error: str,
        message: str,
        contract: Contract = Contract.OTHER,
        argument: Value | None = None,
        when_run: bool = False,
    ) -> None:
        super().__init__(error, message, contract, argument, when_run)
        self.error = error
        self.message = message
        self.contract = contract
        self.argument = argument
        self.when_run = when_run

    def of(self, operands: tuple[Value, ...]) -> Refused:
        """The event that this is in a call with these arguments."""
        return Refused(
            error=self.error,
            message=self.message,
            contract=self.contract,
            operands=operands,
            argument=self.argument,
        )


class Changed(Struct, frozen=True):
    """The result of a method that changes its receiver."""

    receiver: Value
    result: Value


class Applied(Struct, frozen=True):
    """The result of a function that calls another one at once: `then` of what that returns.

    `arguments` None: they are not known. `in_graph`: that one makes a graph. Where `each` is given,
    what the function returns is gone through, and this makes the event of what each item is like.
    """

    function: Value
    arguments: tuple[Value, ...] | None
    then: Callable[[Value], Value]
    in_graph: bool = False
    each: Callable[[Value], Event] | None = None


class Known(Struct, frozen=True):
    """What is known of one function. `is_view`: the result may share data with what it is given.
    `computes` is the operation of the event that a call of it is, "" if it is none."""

    function: Function
    is_view: bool = False
    computes: str = ""


MODELS: dict[str, Known] = {}
"""Public name -> what the function returns."""
OBSERVERS: dict[str, Function] = {}
"""Public name -> the event that a call of it is, for the rules."""
FAMILIES: dict[str, Function] = {}
"""Public name of a module -> what calling any of its classes returns."""
CONSTANTS: dict[str, Value] = {}
"""Public name of an attribute that is no function -> its value."""


def models(*names: str, view: bool = False, computes: str = "") -> Callable[[F], F]:
    """Register what the functions of these public names return.

    `computes` names the operation that it is (see `Computed`).

    The function takes the real one's parameters, with the real names and defaults, and
    returns a `Value`, or `Changed`, or `Applied`, or raises `Refusal`. Annotations say how
    an argument is read (see `binding`). Returning an argument itself means: the same object.
    """

    def register(function: F) -> F:
        for name in names:
            if name in MODELS:
                raise ValueError(f"{name} is modelled twice")
            MODELS[name] = Known(function, view, computes)
        return function

    return register


def observes(*names: str) -> Callable[[F], F]:
    """Register the event, or events, that a call of these functions is.

    Same parameters as `models`.
    """

    def register(function: F) -> F:
        for name in names:
            if name in OBSERVERS:
                raise ValueError(f"{name} is observed twice")
            OBSERVERS[name] = function
        return function

    return register


def family(module: str) -> Callable[[F], F]:
    """Register what the classes of a module make where they are not modelled one by one.

    The function takes the class's public name and the `Arguments`.
    """

    def register(function: F) -> F:
        FAMILIES[module] = function
        return function

    return register


def constants(values: Mapping[str, Value]) -> None:
    """Register attributes that are values."""
    CONSTANTS.update(values)


IN_MATH = (
    "add", "divide", "equal", "greater", "greater_equal", "less", "less_equal", "maximum",
    "minimum", "multiply", "not_equal", "pow", "round", "subtract", "truediv",
)  # fmt: skip
IN_LINALG = ("einsum", "eye", "matmul", "tensordot")
ALIASES = (
    ("tensorflow.compat.v2", "tensorflow"),
    ("tensorflow.python.keras", "keras"),
    ("tensorflow.keras", "keras"),
    ("tensorflow.losses", "keras.losses"),
    ("tensorflow.metrics", "keras.metrics"),
    ("tf_keras", "keras"),
    ("keras.api", "keras"),
    *((f"keras.ops.{module}", "keras.ops") for module in ("numpy", "nn", "linalg")),
    ("keras.engine.topology", "keras"),
    ("keras.layers.core", "keras.layers"),
    ("keras.layers.Input", "keras.Input"),
    ("keras.engine.input_layer.Input", "keras.Input"),
    ("keras.models.Sequential", "keras.Sequential"),
    ("keras.models.Model", "keras.Model"),
    ("numpy.core", "numpy"),
    *((f"tensorflow.math.{name}", f"tensorflow.{name}") for name in IN_MATH),
    *((f"tensorflow.linalg.{name}", f"tensorflow.{name}") for name in IN_LINALG),
    ("tensorflow.atan2", "tensorflow.math.atan2"),
    ("tensorflow.dtypes.cast", "tensorflow.cast"),
    ("tensorflow.linalg.l2_normalize", "tensorflow.math.l2_normalize"),
    ("tensorflow.math.mod", "tensorflow.math.floormod"),
    ("tensorflow.math.softsign", "tensorflow.nn.softsign"),
)
"""Other names of the same thing, longest first where they nest."""


@lru_cache(maxsize=4096)
def canonical(path: str) -> str:
    """The one name that a public name goes by here ("tensorflow.keras.Input" -> "keras.Input")."""
    for alias, name in ALIASES:
        if path == alias or path.startswith(f"{alias}."):
            path = name + path[len(alias) :]
    return path


def knows(path: str) -> bool:
    """Whether anything is registered under a public name, by itself or by its module."""
    module, _, name = path.rpartition(".")
    return (
        path in MODELS
        or path in OBSERVERS
        or path in CONSTANTS
        or (module in FAMILIES and name[:1].isupper())
    )


ROOMS = ("python", "numpy", "pandas", "scipy", "sklearn", "tensorflow", "keras", "keras.ops")
"""The sub-packages of `ndlint.knowledge`, each named for its library, or for a part of one."""


def load(rooms: Iterable[str] = ROOMS) -> None:
    """Fill the tables: import the knowledge of the named libraries."""
    for room in rooms:
        import_module(f"ndlint.knowledge.{room}")
