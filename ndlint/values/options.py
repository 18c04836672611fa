"""A program's command line: the parser, and what it gives."""

from msgspec.structs import replace

from ndlint.values.base import Value


class Parser(Value, frozen=True):
    """An `argparse.ArgumentParser`, with the default of each option.

    Not `is_known`: other code may have changed them.
    """

    defaults: tuple[tuple[str, Value], ...] = ()
    is_known: bool = True

    @property
    def path(self) -> str:
        """The class under whose name its methods are registered."""
        return "argparse.ArgumentParser"

    @property
    def is_mutable(self) -> bool:
        return True

    def disturbed(self) -> Value:
        return replace(self, is_known=False)

    def with_defaults(self, defaults: dict[str, Value]) -> "Parser":
        """The parser with these defaults, too."""
        return replace(self, defaults=tuple({**dict(self.defaults), **defaults}.items()))


class Options(Value, frozen=True):
    """What a parser returns, where the command line gives no option another value."""

    defaults: tuple[tuple[str, Value], ...]

    @property
    def is_mutable(self) -> bool:
        return True

    def disturbed(self) -> Value:
        return Options(())

    def get(self, name: str) -> Value | None:
        """The default of an option, if it is known."""
        return dict(self.defaults).get(name)
