"""What pandas does: frames and series, by their columns."""

from ndlint.knowledge.pandas import changing, exporting, making, reading, selecting

__all__ = ["changing", "exporting", "making", "reading", "selecting"]
