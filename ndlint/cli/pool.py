"""Many files in several processes: what comes out is the same, in the same order."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from multiprocessing.connection import wait as wait_for_end

from ndlint.analysis import load_engine
from ndlint.cli.file import Checked, Task

CHUNK_BYTES = 16_384
"""Files are handed out one by one; of smaller ones, so many together."""
AHEAD = 2
"""So many chunks for each process are handed out; the next one waits until one is done."""
MOST = 61
"""Windows waits for no more processes than these."""

Chunk = tuple[str, ...]


def check_in_processes(
    paths: Sequence[str], task: Task, processes: int
) -> Generator[Checked, None, None]:
    """Check files, which are all different. Returns the results in the order of the files.

    A file on which a process dies is named; the others are checked all the same.
    """
    method = start_method()
    if method is None:
        yield from map(task.check, paths)
        return
    _ = task.settings.target  # is looked for once
    if method == "fork":
        load_engine()
        gc.freeze()  # a collection would touch, and so copy, all that the processes share
    done: dict[str, Checked] = {}
    shared = _chunks(path for path in paths if path != "-")
    with closing(_results(shared, task, min(processes, MOST))) as results:
        for path in paths:
            if path == "-":
                yield task.check(path)
                continue
            while path not in done:
                done.update([next(results)])
            yield done.pop(path)


def start_method() -> str | None:
    """How processes are started; None: they cannot be without running what is only to be read.

    A fork has everything imported, but takes one thread along only, and macOS's own libraries
    do not stand it. Else Python starts anew and looks for modules in the working folder, among
    the programs that are checked, unless it can be told not to.
    """
    chosen = multiprocessing.get_start_method(allow_none=True)
    if chosen is None:
        can_fork = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
        chosen = "fork" if can_fork and threading.active_count() == 1 else "spawn"
    return chosen if chosen == "fork" or sys.version_info >= (3, 11) else None


def _results(
    chunks: Iterable[Chunk], task: Task, processes: int
) -> Generator[tuple[str, Checked], None, None]:
    """Every file with its result, in whatever order they are done."""
    pending = deque(chunks)
    while pending:
        running: dict[Future[list[Checked]], Chunk] = {}
        with _executor(processes) as executor:
            try:
                while pending or running:
                    while pending and len(running) < AHEAD * processes:
                        running[executor.submit(_check, task, pending[0])] = pending[0]
                        pending.popleft()
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        yield from zip(running[future], future.result(), strict=True)
                        del running[future]
            except BrokenProcessPool:
                pass
        for path in [path for chunk in running.values() for path in chunk]:
            yield path, _alone(path, task)


def _alone(path: str, task: Task) -> Checked:
    """One file in a process of its own: one like it has died, perhaps of this file."""
    with _executor(1) as executor:
        try:
            return executor.submit(_check, task, (path,)).result()[0]
        except BrokenProcessPool:
            return task.lost(path)


def _check(task: Task, chunk: Chunk) -> list[Checked]:
    return [task.check(path) for path in chunk]


def _chunks(paths: Iterable[str]) -> Iterator[Chunk]:
    """The largest files first, so that the processes end together."""
    chunk: list[str] = []
    weight = 0
    for size, path in sorted(((_size(path), path) for path in paths), reverse=True):
        chunk.append(path)
        weight += size
        if weight >= CHUNK_BYTES:
            yield tuple(chunk)
            chunk, weight = [], 0
    if chunk:
        yield tuple(chunk)


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except (OSError, ValueError):
        return 0  # reading it tells why


@contextmanager
def _executor(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that end with the block, at once where it fails."""
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    context = multiprocessing.get_context(start_method())
    executor = ProcessPoolExecutor(processes, context, _begin)
    try:
        yield executor
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        executor.shutdown(cancel_futures=True)
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


def _begin() -> None:
    """In each process: an interrupt is for the parent, and without a parent there is no work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for_end([parent.sentinel])
        os._exit(1)
