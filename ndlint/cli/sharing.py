"""Who checks the files of a run: this process, or several where there is enough to do."""

import os
import sys
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing, suppress
from itertools import islice

from ndlint.cli.file import Checked, Task
from ndlint.source.files import Unreadable, read_text
from ndlint.source.prefilter import mentions_library

WORTH_A_PROCESS = 4
"""A process pays for itself with so many files that are likely to be interpreted."""

Results = Generator[Checked, None, None]


def check_all(paths: Sequence[str], task: Task, jobs: int) -> Results:
    """Check files, which are all different, in up to `jobs` processes. Returns what there is
    to say of each, in their order; it does not depend on the number of processes."""
    processes = _worthwhile(paths, jobs)
    if processes > 1:
        from ndlint.cli.pool import check_in_processes

        with closing(check_in_processes(paths, task, processes)) as results:
            yield from results
    else:
        yield from map(task.check, paths)


def processors() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _worthwhile(paths: Iterable[str], jobs: int) -> int:
    """As many of `jobs` processes as have enough to do: most files without Keras are quickly
    done, and so are few of the others."""
    if jobs == 1:
        return 1
    enough = islice(filter(_is_likely_interpreted, paths), jobs * WORTH_A_PROCESS)
    return sum(1 for _ in enough) // WORTH_A_PROCESS


def _is_likely_interpreted(path: str) -> bool:
    with suppress(Unreadable):
        return path != "-" and mentions_library(read_text(path))
    return False
