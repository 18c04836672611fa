"""Interprets one source: lowers it, runs it, then the functions that nothing called."""

from ndlint.interpreter import expressions, statements
from ndlint.interpreter.functions import run_uncalled
from ndlint.interpreter.lower import lower
from ndlint.interpreter.run import Listener, Run
from ndlint.source.text import Source

HANDLERS = (expressions, statements)
"""Imported for what they register."""


def interpret(source: Source, listener: Listener) -> Run:
    """Run the source abstractly; the listener hears every event.

    Raises: BudgetSpent, where the source takes more operations than the budget allows.
    """
    run = Run(source, listener)
    run.execute_block(lower(source.tree).body)
    run_uncalled(run)
    return run
