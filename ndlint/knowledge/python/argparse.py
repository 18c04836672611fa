"""`argparse`: options with their defaults.

Source: Python 3.14, `argparse.py`: `_get_optional_kwargs`, `_get_values`, `parse_known_args`.
"""

from msgspec.structs import replace

from ndlint.knowledge.registry import Changed, models
from ndlint.values.base import NOTHING, UNKNOWN, Bool, Float, Int, Name, Str, Tuple, Value
from ndlint.values.options import Options, Parser

PARSER = "argparse.ArgumentParser"


@models(PARSER)
def parser(*arguments: Value, **options: Value) -> Value:
    """A parser without options. One that has parents has theirs: it is not known."""
    return Parser(is_known=not arguments and not options.keys() & {"parents", "argument_default"})


@models(f"{PARSER}.add_argument")
def add_argument(self: Value, *flags: Value, **options: Value) -> object:
    """One more option."""
    name = _name(flags, options.get("dest", NOTHING))
    if not isinstance(self, Parser) or name is None:
        return Changed(replace(self, is_known=False), UNKNOWN) if isinstance(self, Parser) else self
    return Changed(self.with_defaults({name: _default(flags, options)}), UNKNOWN)


def _name(flags: tuple[Value, ...], dest: Value) -> str | None:
    """The attribute that the option becomes."""
    if isinstance(dest, Str):
        return dest.text
    texts = [f.text for f in flags if isinstance(f, Str) and f.text is not None]
    if not texts or len(texts) < len(flags):
        return None
    long = [t for t in texts if t.startswith("--")]
    return (long or texts)[0].lstrip("-").replace("-", "_")


def _default(flags: tuple[Value, ...], options: dict[str, Value]) -> Value:
    """What the option is where the command line does not give it; unknown: it must."""
    default = options.get("default")
    action = options.get("action")
    if default is None:
        if action in (Str("store_true"), Str("store_false")):
            return Bool(action == Str("store_false"))
        return UNKNOWN
    kind = options.get("type")
    if not isinstance(default, Str) or kind in (None, Name("builtins.str")):
        return default
    # A string is read as if it stood on the command line.
    try:
        if kind == Name("builtins.int"):
            return Int(int(default.text)) if default.text is not None else Int()
        if kind == Name("builtins.float"):
            return Float(float(default.text)) if default.text is not None else Float()
    except ValueError:
        return UNKNOWN
    return UNKNOWN


@models(f"{PARSER}.add_argument_group", f"{PARSER}.add_mutually_exclusive_group")
def group(self: Value, *arguments: Value, **options: Value) -> Value:
    """What is added to a group is added to the parser."""
    return self


@models(f"{PARSER}.set_defaults")
def set_defaults(self: Value, **defaults: Value) -> object:
    """Other defaults."""
    return Changed(self.with_defaults(defaults), NOTHING) if isinstance(self, Parser) else self


@models(f"{PARSER}.parse_args")
def parse_args(self: Value, args: Value = NOTHING, namespace: Value = NOTHING) -> Value:
    """The options, with their defaults."""
    is_plain = args == namespace == NOTHING
    if not isinstance(self, Parser) or not self.is_known or not is_plain:
        return UNKNOWN
    return Options(self.defaults)


@models(f"{PARSER}.parse_known_args")
def parse_known_args(self: Value, args: Value = NOTHING, namespace: Value = NOTHING) -> Value:
    """The options, with their defaults, and what else the command line holds."""
    return Tuple((parse_args(self, args, namespace), UNKNOWN))
