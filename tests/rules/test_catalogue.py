"""Every rule is documented in the same form, and named alike wherever it is named."""

import inspect
import re
from pathlib import Path

import pytest

from ndlint.rules import all_rules
from ndlint.rules.base import Rule

SECTIONS = ["What it does", "Why is this bad", "Example", "Use instead", "Fix safety"]


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_is_documented_in_the_common_form(rule: type[Rule]) -> None:
    text = inspect.getdoc(rule) or ""
    assert text.split("\n", 1)[0].endswith(".")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    examples = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        compile(example, rule.code, "exec")


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_the_file_is_named_for_the_rule(rule: type[Rule]) -> None:
    expected = f"{rule.code}_{rule.name}".lower().replace("-", "_")
    assert Path(inspect.getfile(rule)).stem == expected
    assert re.fullmatch(r"NDL[1-9]\d\d", rule.code)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_has_examples_of_both_kinds(rule: type[Rule]) -> None:
    assert rule.bad
    assert rule.good


def test_codes_and_names_are_unique() -> None:
    rules = all_rules()
    assert len({rule.code for rule in rules}) == len(rules) == len({rule.name for rule in rules})


def test_what_a_rule_yields_to_exists() -> None:
    codes = {rule.code for rule in all_rules()}
    for rule in all_rules():
        assert rule.outranks | rule.explained_by <= codes
