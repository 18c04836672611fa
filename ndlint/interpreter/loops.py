"""What holds however often something is run."""

from collections.abc import Callable

from ndlint.interpreter.covering import changed_in, covers_aliases, only_adds_to
from ndlint.interpreter.lowered import Node
from ndlint.interpreter.renewal import renewed_in
from ndlint.interpreter.run import Run
from ndlint.interpreter.state import State

PASSES = 3
"""How often a loop of unknown length is run before what still changes is forgotten."""
WIDENINGS = 12
"""How often what still changes is forgotten before everything is."""


def settled(run: Run, once: Callable[[], None], loop: Node | None = None) -> tuple[State, bool]:
    """The state after `once` was run any number of times, or not at all: to a fixed point,
    then with the changing forgotten. Returns, too, whether the last run was in such a state.

    What every turn of the `loop` binds anew need not be the same at the start of each.
    """
    head, frame = run.live, run.frame
    tries = frame.tries
    for number in range(PASSES + WIDENINGS):
        run.state = head.fork()
        with run.repeatedly():
            once()
        if run.state is None:
            return head, True
        if only_adds_to(run.state, head):
            return run.state, True
        before, head = head, head.join(run.state)
        renewed = renewed_in(run, loop if frame.tries == tries else None)
        unstable = changed_in(head, before, frame.scopes, renewed)
        if not unstable and covers_aliases(before, head, renewed):
            return head, True
        if number >= PASSES:
            head.forget(unstable or list(head.names()))
    head.forget(list(head.names()))
    return head, False
