"""What the interpreter knows at the end of a program."""

from ndlint.events import Event
from ndlint.interpreter.interpret import interpret
from ndlint.interpreter.run import Reached, Run
from ndlint.knowledge import registry
from ndlint.source.text import parse
from ndlint.values.base import Value


def finished(text: str) -> Run:
    """The run of the program, over."""
    registry.load()

    def hear(event: Event, reached: Reached) -> bool:
        return False

    return interpret(parse("program.py", text), hear)


def final(text: str, name: str) -> Value:
    """What a variable of the program is at its end, with every object in it."""
    run = finished(text)
    assert run.final is not None
    value = run.final.get(run.frames[0].scopes[-1], name)
    assert value is not None
    return run.final.open(value)
