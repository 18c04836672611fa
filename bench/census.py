"""How far each file of a folder gets on its way to a finding. Prints a JSON object.

usage: python -m bench.census FOLDER_OR_FILE [--without-tests]
"""

import json
import sys
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from ndlint.analysis import attempt
from ndlint.findings import NOT_ANALYSED
from ndlint.source.prefilter import may_hold_finding, mentions_library
from ndlint.source.text import parse

TESTS = "_test.py"


@dataclass(slots=True)
class Census:
    """Numbers of files, and of findings in them."""

    read: int = 0
    passed_text_search: int = 0
    interpreted: int = 0
    parsed_by_libcst: int = 0
    findings: int = 0
    given_up: int = 0


def watch_libcst(census: Census) -> None:
    """Count the modules that libcst parses, whoever asks it to."""
    try:
        libcst: Any = import_module("libcst")
    except ImportError:
        return
    original = libcst.parse_module

    def parse_module(*arguments: Any, **keywords: Any) -> Any:
        census.parsed_by_libcst += 1
        return original(*arguments, **keywords)

    libcst.parse_module = parse_module


def take(paths: list[Path]) -> Census:
    """Analyse every file and count."""
    census = Census()
    watch_libcst(census)
    for path in paths:
        source = parse(str(path), path.read_text(encoding="utf8"))
        census.read += 1
        census.passed_text_search += mentions_library(source.text)
        census.interpreted += may_hold_finding(source)
        findings = attempt(source)
        given_up = sum(finding.code == NOT_ANALYSED[0] for finding in findings)
        census.given_up += given_up
        census.findings += len(findings) - given_up
    return census


def main() -> None:
    """Take the census of what the command line names."""
    root = Path(sys.argv[1])
    paths = sorted(root.rglob("*.py")) if root.is_dir() else [root]
    if "--without-tests" in sys.argv:
        paths = [path for path in paths if not path.name.endswith(TESTS)]
    print(json.dumps(asdict(take(paths))))


if __name__ == "__main__":
    main()
