"""What the functions of Python's standard library do."""

from ndlint.knowledge.python import argparse, mathematics, system

PARTS = (argparse, mathematics, system)
"""Imported for what they register."""
