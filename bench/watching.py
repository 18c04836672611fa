"""Measure what watching costs, print a table, and exit with 1 where a bar is missed.

usage: python -m bench.watching [--rounds N]

An MNIST-size model is trained for 2 epochs on made-up data, by turns alone and inside
`ndlint.watch()`, in one process. Watching does all its work in the thread that trains: what it
adds to the processor time of that thread (the median of all pairs of runs) is compared with
the processor time of the whole plain run. The times of the other threads differ from run to
run by more than that. What `ndlint` takes to look through the data is measured by itself, and
compared with `np.isnan` over the same pieces.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from time import process_time, thread_time
from typing import Any

SAMPLES, FEATURES, CLASSES = 60_000, 784, 10
EPOCHS = 2
SCANS = 5
"""So often in each round the data are scanned, which takes milliseconds and is soon disturbed."""
WATCHING, SCANNING = 1.03, 1.5
"""How many times longer than the plain run, and than `np.isnan`."""

Context = Callable[[], AbstractContextManager[Any]]


@dataclass(frozen=True, slots=True)
class Times:
    """Processor times of equal runs in seconds: of the thread that called, and of all."""

    own: list[float] = field(default_factory=list)
    all: list[float] = field(default_factory=list)

    def add(self, work: Callable[[], object]) -> None:
        """Measure one run."""
        own, all_ = thread_time(), process_time()
        work()
        self.own.append(thread_time() - own)
        self.all.append(process_time() - all_)


def trainer() -> tuple[Callable[[Context], None], Any, Any]:
    """Returns: what trains a new model inside a context, the samples and the labels."""
    import numpy as np
    from tensorflow import keras

    rng = np.random.default_rng(0)
    x = rng.random((SAMPLES, FEATURES), dtype="float32")
    y = rng.integers(0, CLASSES, SAMPLES)

    def train(context: Context) -> None:
        keras.utils.set_random_seed(0)
        with context():
            model = keras.Sequential(
                [
                    keras.Input((FEATURES,)),
                    keras.layers.Dense(512, activation="relu"),
                    keras.layers.Dense(512, activation="relu"),
                    keras.layers.Dense(CLASSES, activation="softmax"),
                ]
            )
            model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
            model.fit(x, y, batch_size=128, epochs=EPOCHS, verbose=0)

    return train, x, y


def look_for_nan(array: Any) -> None:
    """Look for NaN as NumPy does it, piece by piece."""
    import numpy as np

    from ndlint.lift.scanning import PIECE

    flat = array.reshape(-1)
    for start in range(0, flat.size, PIECE):
        np.isnan(flat[start : start + PIECE]).any()


def main() -> None:
    """Measure, and say how it stands."""
    parser = ArgumentParser(prog="python -m bench.watching")
    parser.add_argument("--rounds", type=int, default=6, help="runs of each (6)")
    rounds = parser.parse_args().rounds
    import ndlint
    from ndlint.lift import lift

    train, x, y = trainer()
    watch = partial(ndlint.watch, quiet=True)
    train(watch)
    plain, watched, scans, checks = Times(), Times(), Times(), Times()
    turns: list[tuple[Times, Context]] = [(plain, nullcontext), (watched, watch)]
    for _ in range(rounds):
        for times, context in turns:
            times.add(partial(train, context))
        turns.reverse()
        for _ in range(SCANS):
            scans.add(lambda: (lift(x), lift(y)))
            checks.add(lambda: look_for_nan(x))
    whole, scan, check = min(plain.all), min(scans.own), min(checks.own)
    more = [after - before for before, after in zip(plain.own, watched.own, strict=True)]
    added = median(more) - scan
    rows = [
        ("watching, without the scan", whole, whole + added, WATCHING),
        ("np.isnan, and the scan", check, scan, SCANNING),
    ]
    print("{:<28}{:>10}{:>10}{:>8}{:>7}".format("", "plain", "ndlint", "ratio", "bar"))
    for name, before, after, bar in rows:
        verdict = "kept" if after <= bar * before else "MISSED"
        print(
            f"{name:<28}{before:>8.3f} s{after:>8.3f} s{after / before:>8.3f}{bar:>7.2f}  {verdict}"
        )
    sys.exit(any(after > bar * before for _, before, after, bar in rows))


if __name__ == "__main__":
    main()
