"""`ndlint.verify` and `ndlint.watch`: the verifier for programs and notebooks."""

import sys
from types import TracebackType
from typing import Any

from ndlint.configuration.settings import Settings
from ndlint.findings import Finding
from ndlint.knowledge.binding import Arguments
from ndlint.runtime.places import Place, Places
from ndlint.runtime.record import Record
from ndlint.runtime.shield import Shield
from ndlint.runtime.sources import Sources
from ndlint.runtime.voice import Voice
from ndlint.runtime.watcher import Watcher
from ndlint.values.base import Tuple
from ndlint.values.dataset import Dataset


def verify(model: Any, x: Any, y: Any = None, **fit_arguments: Any) -> list[Finding]:
    """What `model.fit(x, y, ...)` would meet, before any training; nothing is run or printed.

    `x` alone is checked as for `model.predict(x)`, a data set that yields labels, too, as
    for `model.fit(x)`. The findings point at the call of this function.
    """
    caller = sys._getframe(1)
    sources = Sources()
    record = Record(sources, Settings().shows)
    watcher = Watcher(record.add, sources, Shield())
    site = Places(sources).of(caller.f_code, caller.f_lasti, caller.f_lineno, "verify").site
    given = {"x": x, **({} if y is None else {"y": y}), **fit_arguments}
    receiver, *values = watcher.read((model, *given.values()), site)
    method = "predict" if len(given) == 1 and not _yields_labels(values[0]) else "fit"
    arguments = Arguments([receiver], dict(zip(given, values, strict=True)))
    watcher.judge(f"keras.Model.{method}", arguments, Place(site, f"model.{method}"))
    return record.findings


def _yields_labels(x: object) -> bool:
    return isinstance(x, Dataset) and isinstance(x.element, Tuple) and len(x.element.items) > 1


class Watch:
    """Checks what happens inside `with ndlint.watch() as watched:`.

    `findings` is what was found until now. Each is printed on standard error as soon as it
    is made, unless `quiet`. Afterwards everything is as it was.
    """

    def __init__(self, quiet: bool = False) -> None:
        sources = Sources()
        self._record = Record(sources, Settings().shows)
        self._voice = None if quiet else Voice(sys.stderr, sources)
        self._watcher = Watcher(self._add, sources, Shield())

    @property
    def findings(self) -> list[Finding]:
        """What was found until now, in the order in which it was."""
        return self._record.findings

    def __enter__(self) -> "Watch":
        """Begin to watch."""
        self._watcher.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self._watcher.stop()

    def _add(self, finding: Finding) -> None:
        kept = self._record.add(finding)
        if kept is not None and self._voice is not None:
            self._voice.say(kept)


def watch(*, quiet: bool = False) -> Watch:
    """Watch what happens inside `with ndlint.watch() as watched:`; see `Watch`."""
    return Watch(quiet)
