"""How each layer class is tried."""

from tests.knowledge.keras.kinds.attention import ATTENTION
from tests.knowledge.keras.kinds.audio import AUDIO
from tests.knowledge.keras.kinds.discrete import DISCRETE
from tests.knowledge.keras.kinds.further import FURTHER
from tests.knowledge.keras.kinds.images import IMAGES
from tests.knowledge.keras.kinds.making import Kind
from tests.knowledge.keras.kinds.usual import USUAL

KINDS: dict[str, Kind] = {**USUAL, **IMAGES, **AUDIO, **DISCRETE, **ATTENTION, **FURTHER}
"""Every layer class by its name."""
