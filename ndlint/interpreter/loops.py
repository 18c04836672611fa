"""What holds however often something is run."""

from collections.abc import Callable

from ndlint.interpreter.run import Run
from ndlint.interpreter.state import State

PASSES = 3
"""How often a loop of unknown length is run before what still changes is forgotten."""
WIDENINGS = 12
"""How often what still changes is forgotten before everything is."""


def settled(run: Run, once: Callable[[], None]) -> tuple[State, bool]:
    """The state after `once` was run any number of times, or not at all: to a fixed point,
    then with the changing forgotten. Returns, too, whether the last run was in such a state."""
    head = run.live
    for number in range(PASSES + WIDENINGS):
        run.state = head.fork()
        once()
        if run.state is None:
            return head, True
        if run.state.only_adds_to(head):
            return run.state, True
        before, head = head, head.join(run.state)
        unstable = before.changed_in(head, run.frame.scopes)
        if not unstable and before.aliases() >= head.aliases():
            return head, True
        if number >= PASSES:
            head.forget(unstable or list(head.names()))
    head.forget(list(head.names()))
    return head, False
