"""Which array goes to which input of a model: by place, or by name.

Source: Keras 3.15, `Functional._standardize_inputs` and `assert_input_compatibility`; tf_keras
2.21, `Functional._flatten_to_reference_inputs`.
"""

from ndlint.values.array import Array
from ndlint.values.base import Dict, Str, Value, elements, leaves
from ndlint.values.fed import Misfit
from ndlint.values.keras import Model
from ndlint.values.shape import UNKNOWN_SHAPE


def input_names(model: Model) -> tuple[str, ...]:
    """The names under which the inputs are given in a dict; none: they are not known."""
    if model.input_keys:
        return model.input_keys
    names = tuple(tensor.name for tensor in model.inputs)
    return names if all(names) and len(set(names)) == len(names) else ()


def in_order(model: Model, x: Value) -> tuple[Value, ...] | None:
    """What is given for each input of the model; None: that is not known."""
    if not isinstance(x, Dict):
        given = elements(x)
        parts = (x,) if given is None else given
        return parts if len(parts) == len(model.inputs) else None
    held, names = _held(x), input_names(model)
    if held is None or not names or set(names) != held.keys():
        return None
    return tuple(held[name] for name in names)


def misplaced(model: Model, x: Value) -> Misfit | None:
    """Why the model certainly refuses the arrays as they are put together, whatever each is."""
    arrays = [part for part in leaves(x) if isinstance(part, Array)]
    if not model.is_known or not arrays:
        return None
    reason = _lacks(model, x) if isinstance(x, Dict) else _has_other_count(model, x)
    return Misfit(UNKNOWN_SHAPE, arrays[0].shape, reason) if reason else None


def _lacks(model: Model, x: Dict) -> str:
    """Says which input is not among the keys of a dict."""
    held = _held(x)
    missing = [] if held is None else [n for n in input_names(model) if n not in held]
    if not missing:
        return ""
    return f'there is no array under the key "{missing[0]}", which is an input of the model'


def _has_other_count(model: Model, x: Value) -> str:
    """Says how many arrays there are, where a model of several inputs takes another number."""
    parts, count = elements(x) or (), len(model.inputs)
    is_other = count > 1 and len(parts) != count and all(isinstance(p, Array) for p in parts)
    return f"there are {len(parts)} arrays, and the model has {count} inputs" if is_other else ""


def _held(x: Dict) -> dict[str, Value] | None:
    """What a dict holds by key; None: not all keys are known words."""
    held = {k.text: v for k, v in x.items or () if isinstance(k, Str) and k.text is not None}
    return held if x.items is not None and len(held) == len(x.items) else None
