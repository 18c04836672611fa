"""`os`, `glob`, `time`, `sys`: the types of what is known only when the program runs.

Source: Python 3.14, "os", "os.path", "glob", "time", "sys".
"""

from ndlint.knowledge.registry import constants, models
from ndlint.values.base import UNKNOWN, Bool, Float, Int, List, Str, Value


@models("os.path.join", "os.path.abspath", "os.path.basename", "os.path.dirname",
        "os.path.expanduser", "os.path.normpath", "os.path.realpath")  # fmt: skip
def path(*parts: Value) -> Value:
    """A path, where it is made of strings."""
    return Str() if all(isinstance(p, Str) for p in parts) else UNKNOWN


@models("os.getcwd", "time.strftime", "time.ctime", "os.path.commonprefix")
def text(*arguments: Value) -> Value:
    """A string."""
    return Str()


@models("os.listdir", "glob.glob")
def names(path: Value = UNKNOWN, *rest: Value, **options: Value) -> Value:
    """A list of strings, where the path is no bytes."""
    return List(None, Str()) if isinstance(path, Str) else List(None)


@models("time.time", "time.perf_counter", "time.monotonic", "time.process_time")
def moment() -> Value:
    """Seconds."""
    return Float()


@models("time.time_ns", "os.getpid")
def count() -> Value:
    """A whole number."""
    return Int()


@models("os.path.exists", "os.path.isfile", "os.path.isdir")
def is_there(path: Value) -> Value:
    """Whether there is such a file."""
    return Bool()


constants({"typing.TYPE_CHECKING": Bool(False)})
