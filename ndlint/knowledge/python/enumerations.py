"""`enum`.

Source: Python 3.14, "enum".
"""

from ndlint.knowledge.registry import models
from ndlint.values.base import Opaque, Value


@models("enum.auto")
def auto() -> Value:
    """What becomes a number when the enumeration is made."""
    return Opaque("enum.auto")
