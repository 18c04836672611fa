"""What leaves a block on another way than through its end."""

from collections.abc import Sequence
from typing import TypeVar

from ndlint.interpreter.frames import Loop
from ndlint.interpreter.lowered import Block
from ndlint.interpreter.run import Run
from ndlint.interpreter.state import State

T = TypeVar("T")


def joined(states: Sequence[State | None]) -> State | None:
    """The state in which one of these holds; None where none can be reached."""
    alive = [s for s in states if s is not None]
    if not alive:
        return None
    result = alive[0]
    for state in alive[1:]:
        result = result.join(state)
    return result


class Jumps:
    """What leaves a `try` by `return`, `break` or `continue` goes through its `finally`."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.loop = run.loops[-1] if run.loops else Loop()
        self.before = len(run.frame.returns), len(self.loop.breaks), len(self.loop.continues)

    def go_through(self, block: Block) -> None:
        """Run the block on each way out; where it leaves by itself, that counts."""
        run, loop = self.run, self.loop
        returns, breaks, continues = self.before
        for state, value in _taken(run.frame.returns, returns):
            run.state = state
            scope = run.frame.scopes[0]
            # Kept in a variable: its identity may be another after a join.
            state.variables(scope)["return"] = value
            run.execute_block(block)
            if run.state is not None:
                run.frame.returns.append((run.state, run.state.variables(scope).pop("return")))
        for states, first in ((loop.breaks, breaks), (loop.continues, continues)):
            for state in _taken(states, first):
                run.state = state
                run.execute_block(block)
                if run.state is not None:
                    states.append(run.state)


def _taken(items: list[T], first: int) -> list[T]:
    """The items from `first` on, which are taken out of the list."""
    taken = items[first:]
    del items[first:]
    return taken
