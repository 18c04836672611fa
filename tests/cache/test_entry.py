"""Findings come back from an entry as they were; what is no entry does not come back."""

from typing import Any

import pytest
from msgspec import ValidationError, json

from ndlint.analysis import analyse
from ndlint.cache.store import Entry
from ndlint.findings import Finding
from ndlint.rules import all_rules
from ndlint.source.text import parse


def written(findings: list[Finding]) -> bytes:
    """The entry that holds these findings."""
    return json.encode(Entry("digest", {"a.py": "state"}, findings), order="deterministic")


def read(entry: bytes) -> list[Finding]:
    """The findings in an entry. Raises: ValidationError."""
    return json.decode(entry, type=Entry).findings


def findings() -> list[Finding]:
    """What is found in the examples of all rules, which propose every kind of change."""
    examples = [example for rule in all_rules() for example in rule.bad]
    return [f for example in examples for f in analyse(parse("a.py", example.code))]


def test_findings_come_back() -> None:
    before = findings()
    after = read(written(before))
    assert after == before
    assert [f.repairs for f in after] == [f.repairs for f in before]
    fed = [[r.only_fed_at for r in f.repairs] for f in before]
    assert [[r.only_fed_at for r in f.repairs] for f in after] == fed
    kinds = {type(c).__name__ for f in after for r in f.repairs for c in r.changes}
    assert kinds == {
        "Rewrite",
        "SetArgument",
        "SetCallee",
        "AddLayer",
        "RemoveLayer",
        "DropArgument",
    }


CODE = "import numpy as np\nimport tensorflow as tf\nt = tf.convert_to_tensor(np.ones(3))\n"


def changes(data: Any) -> list[Any]:
    """The same data with one part of another type, or left out, in all ways."""
    if isinstance(data, dict):
        found = [{k: v for k, v in data.items() if k != key} for key in data]
        return found + [
            {**data, key: other} for key, value in data.items() for other in changes(value)
        ]
    if isinstance(data, list):
        nested = [
            [*data[:i], other, *data[i + 1 :]]
            for i, value in enumerate(data)
            for other in changes(value)
        ]
        return [{}, None, *nested]
    return [{}, [], 1.5, "1" if isinstance(data, int) else 1]


def test_what_has_another_form_does_not_come_back() -> None:
    data = json.decode(written(analyse(parse("a.py", CODE))))
    others = changes(data)
    assert len(others) > 100
    refused = 0
    for other in others:
        try:
            found = read(json.encode(other))
        except ValidationError:
            refused += 1
            continue
        # What has a default, or several types, is still a finding.
        assert all(isinstance(f.site.line, int) and isinstance(f.message, str) for f in found)
    assert refused > 100


@pytest.mark.parametrize("data", [None, 1, "x", {}, [None], [[]], {"findings": [{}]}])
def test_anything_else_does_not_come_back(data: object) -> None:
    with pytest.raises(ValidationError):
        read(json.encode(data))
