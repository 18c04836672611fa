"""JSON: its keys are a contract."""

import io
import json
from typing import Any

from ndlint.report import Outcome
from ndlint.report.json import report
from tests.report.examples import COST, MISSING, OUTCOME


def written(outcome: Outcome) -> str:
    """What a UTF-8 stream, as the command line sets it up, gets."""
    buffer = io.BytesIO()
    stream = io.TextIOWrapper(buffer, encoding="utf-8", errors="backslashreplace")
    report(outcome, stream)
    stream.flush()
    return buffer.getvalue().decode("utf-8")


def parsed(outcome: Outcome) -> list[dict[str, Any]]:
    """What a reader makes of it."""
    findings = json.loads(written(outcome))
    assert isinstance(findings, list)
    return findings


def test_a_finding() -> None:
    assert parsed(Outcome([COST], {}, 1)) == [
        {
            "path": "train.py",
            "cell": None,
            "line": 3,
            "column": 9,
            "end_line": 3,
            "end_column": 24,
            "code": "NDL101",
            "name": "float64-into-keras",
            "message": "float64 array reaches model.fit",
            "effect": "cost",
            "certainty": "certain",
            "fingerprint": "0123456789abcdef",
            "trace": [
                {
                    "path": "data.py",
                    "cell": None,
                    "line": 7,
                    "column": 1,
                    "message": "float64 from load",
                },
                {
                    "path": "train.py",
                    "cell": None,
                    "line": 2,
                    "column": 5,
                    "message": "float64 from np.random.rand",
                },
            ],
            "fixes": [
                {
                    "safety": "unsafe",
                    "message": "cast",
                    "edits": [
                        {
                            "path": "train.py",
                            "cell": None,
                            "line": 2,
                            "column": 29,
                            "end_line": 2,
                            "end_column": 29,
                            "text": '.astype("float32")',
                        }
                    ],
                }
            ],
        }
    ]


def test_a_file_that_was_not_analysed_has_no_effect() -> None:
    (finding,) = parsed(Outcome([MISSING], {}, 0))
    assert (finding["code"], finding["effect"], finding["certainty"]) == ("NDL000", None, "certain")


def test_every_finding_in_order() -> None:
    assert [finding["code"] for finding in parsed(OUTCOME)] == [
        "NDL101",
        "NDL202",
        "NDL401",
        "NDL000",
    ]
    assert parsed(Outcome([], {}, 0)) == []


def test_a_lone_surrogate_survives() -> None:
    assert parsed(OUTCOME)[2]["message"] == "NaN \udc80 and \x1b[2J"
    assert "\\udc80" in written(OUTCOME)
