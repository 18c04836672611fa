"""How each layer class is tried."""

from tests.knowledge.keras.kinds.making import Kind
from tests.knowledge.keras.kinds.usual import USUAL

KINDS: dict[str, Kind] = {**USUAL}
"""Every layer class by its name."""
