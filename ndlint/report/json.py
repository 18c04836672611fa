"""JSON: one array with an object a finding. Its keys are a contract."""

import json
from typing import Any, TextIO

from ndlint.findings import Edit, Finding, Fix
from ndlint.report import Outcome
from ndlint.values.trace import Site, Step


def report(outcome: Outcome, stream: TextIO) -> None:
    """Write the array. The stream should be UTF-8 with the error handler backslashreplace,
    which turns a lone surrogate into just the escape that JSON has for it."""
    json.dump([_finding(finding) for finding in outcome.findings], stream, **_STYLE)
    stream.write("\n")


_STYLE: dict[str, Any] = {"ensure_ascii": False, "indent": 2}


def _finding(finding: Finding) -> dict[str, object]:
    return {
        **_site(finding.site),
        "code": finding.code,
        "name": finding.name,
        "message": finding.message,
        "effect": finding.effect.value if finding.effect else None,
        "certainty": finding.certainty.value,
        "fingerprint": finding.fingerprint,
        "trace": [_step(step) for step in finding.trace],
        "fixes": [_fix(fix) for fix in finding.fixes],
    }


def _site(site: Site) -> dict[str, object]:
    return {
        "path": site.path,
        "cell": site.cell,
        "line": site.line,
        "column": site.column,
        "end_line": site.end_line,
        "end_column": site.end_column,
    }


def _step(step: Step) -> dict[str, object]:
    return {
        "path": step.site.path,
        "cell": step.site.cell,
        "line": step.site.line,
        "column": step.site.column,
        "message": step.message,
    }


def _fix(fix: Fix) -> dict[str, object]:
    return {
        "safety": fix.safety,
        "message": fix.message,
        "edits": [_edit(edit) for edit in fix.edits],
    }


def _edit(edit: Edit) -> dict[str, object]:
    return {**_site(edit.site), "text": edit.text}
