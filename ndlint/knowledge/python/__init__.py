"""What the functions of Python's standard library do."""

from ndlint.knowledge.python import (
    argparse,
    dataclasses,
    enumerations,
    mathematics,
    system,
    versions,
)

PARTS = (argparse, dataclasses, enumerations, mathematics, system, versions)
"""Imported for what they register."""
