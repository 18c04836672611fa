"""What the functions of Python's standard library do."""

from ndlint.knowledge.python import argparse, mathematics, system, versions

PARTS = (argparse, mathematics, system, versions)
"""Imported for what they register."""
