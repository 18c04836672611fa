"""Sums of products that letters describe: numpy.einsum."""

from ndlint.knowledge.binding import Text
from ndlint.knowledge.numpy.outcome import refuse, refuse_shapes
from ndlint.knowledge.numpy.sampling import as_plain_array, made
from ndlint.knowledge.registry import models
from ndlint.values import dtype as dtypes
from ndlint.values import shape as shapes
from ndlint.values.array import Array, joint_dtype
from ndlint.values.base import UNKNOWN, Value
from ndlint.values.dimension import UNKNOWN_DIM, Dim


@models("numpy.einsum")
def einsum(subscripts: Text, *operands: Value, optimize: Value = UNKNOWN) -> Value:
    """ "ij,jk->ik". Shape: the sizes of the letters after the arrow, or of those that stand once.

    Raises: ValueError where a letter has two sizes, or an operand not as many axes as letters.
    """
    inputs, arrow, output = subscripts.replace(" ", "").partition("->")
    terms = inputs.split(",")
    arrays = [as_plain_array(v) for v in operands]
    known = [a for a in arrays if a is not None]
    letters = inputs.replace(",", "")
    if len(known) < len(arrays) or len(terms) != len(known) or not (letters + output).isalpha():
        return UNKNOWN
    if not arrow:
        output = "".join(sorted(x for x in set(letters) if letters.count(x) == 1))
    if len(set(output)) < len(output) or not set(output) <= set(letters):
        return UNKNOWN
    sizes: dict[str, Dim] = {}
    for term, array in zip(terms, known, strict=True):
        _read(term, array, sizes)
    dtype = joint_dtype(known)
    if not dtype.is_one_of(dtypes.NUMPY_NUMBERS):
        dtype = dtypes.UNKNOWN_DTYPE
    return made(tuple(known), dtype, shapes.of([sizes[letter] for letter in output]))


def _read(term: str, array: Array, sizes: dict[str, Dim]) -> None:
    """Take the sizes of one operand's letters."""
    if array.shape.rank not in (None, len(term)):
        refuse(f'{array.shape} has not as many axes as "{term}"')
    dims = array.shape.dims if array.shape.rank_known else (UNKNOWN_DIM,) * len(term)
    for letter, size in zip(term, dims, strict=True):
        before = sizes.get(letter, 1)
        joint = shapes.broadcast(shapes.of((before,)), shapes.of((size,)))
        if joint is None:
            refuse_shapes(f'"{letter}" is of size {before} and of size {size}')
        sizes[letter] = joint.dims[0]
