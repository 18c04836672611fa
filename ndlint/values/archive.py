"""What `numpy.load` makes of an `.npz` file."""

from typing import ClassVar

from ndlint.values.base import UNKNOWN, List, Str, Value


class Archive(Value, frozen=True):
    """A file of arrays by name. Each look-up makes a new array."""

    path: ClassVar[str] = "numpy.lib.npyio.NpzFile"
    """The public name of the class."""
    items: tuple[tuple[Str, Value], ...]

    @property
    def names(self) -> tuple[Value, ...]:
        """The names, in the order of the file."""
        return tuple(name for name, _ in self.items)

    def get(self, key: Value) -> Value:
        """The array of that name; unknown where the name is, or where there is none."""
        return next((array for name, array in self.items if key == name), UNKNOWN)

    def attribute(self, name: str) -> Value | None:
        """`self.name`; None: it is a method, or not known."""
        if name == "files":
            return List(self.names)
        return self if name == "f" else None
