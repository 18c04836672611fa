"""How a layer class is tried: what its arguments, its inputs and their dtypes may be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

Make = Callable[[Random], str]
Sizes = tuple[int | None, ...]
Masks = Callable[[Random, Sequence[Sizes]], tuple[Sizes, ...]]
FLOATS = ("float32", "float32", "float32", "float32", "float64", "float16", "int32", "uint8")
USUAL_SIZES = (1, 2, 3, 4, 4, 6, 8)


@dataclass(frozen=True, slots=True)
class Kind:
    """How a layer class is tried.

    `rank` is the number of axes that it is usually given, all but the first of one of `sizes`;
    `inputs` how many inputs it merges, 0 where it takes one. `dtypes` are those of its inputs.
    `setup` are lines between the layer and its call. `call` is how it is called on `{0}`, `{1}`;
    by default with one input or a list; `calls` are several such ways, and `firsts` are calls
    before that one ("": none). `masks` makes shapes of masks for inputs of some shapes, which
    follow the inputs in a call. `path` is its public name, where its class has another.
    """

    arguments: Make
    rank: int
    inputs: int = 0
    dtypes: tuple[str, ...] = FLOATS
    setup: tuple[str, ...] = ()
    call: str = ""
    calls: tuple[str, ...] = ()
    firsts: tuple[str, ...] = ("",)
    masks: Masks | None = None
    path: str = ""
    keras: tuple[int, ...] = (3, 2)
    sizes: tuple[int, ...] = USUAL_SIZES


def choose(*texts: str) -> Make:
    """One of the texts."""
    return lambda random: random.choice(texts)


def several(random: Random, *texts: str) -> str:
    """Some of the arguments, in order."""
    return ", ".join(text for text in texts if text and random.random() < 0.5)


def size(random: Random, count: int, low: int = 1, high: int = 3) -> str:
    """A number, or one for each axis."""
    if random.random() < 0.5:
        return str(random.randint(low, high))
    numbers = [str(random.randint(low, high)) for _ in range(count)]
    return f"({', '.join(numbers)}{',' * (count == 1)})"


def data_format(random: Random) -> str:
    return random.choice(
        ("", "", "", "data_format='channels_first'", "data_format='channels_last'")
    )


def stepping(random: Random, count: int) -> str:
    """Either strides or a dilation, for Keras takes not both."""
    if random.random() < 0.7:
        return f"strides={size(random, count)}"
    return f"dilation_rate={size(random, count)}"
