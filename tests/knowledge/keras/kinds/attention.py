"""Layers that are called on a query, a value and a key."""

from collections.abc import Sequence
from random import Random

from tests.knowledge.keras.kinds.making import Kind, Make, Sizes, choose, several

FLOAT = ("float32", "float32", "float32", "float64", "float16")
LISTS = (
    "layer([{0}, {1}])", "layer([{0}, {1}, {1}])", "layer([{0}, {1}, {2}])", "layer([{0}, {0}])",
    "layer([{0}, {1}], return_attention_scores=True)[1]",
    "layer([{0}, {1}], return_attention_scores=True)[0]",
    "layer([{0}, {1}], training=True)", "layer([{0}, {1}], use_causal_mask=True)",
    "layer(inputs=[{0}, {1}])", "layer([{0}, {1}], return_attention_scores=False)",
    "layer([{0}, {1}], mask=[{3}, {4}])", "layer([{0}, {1}], mask=[{3}, None])",
    "layer([{0}, {1}, {2}], mask=[None, {4}])", "layer([{0}, {1}], mask=[{3}])",
    "layer([{0}, {1}], mask=[None, {4}], use_causal_mask=True)",
    "layer([{0}, {1}], mask=[{3}, {4}, None], return_attention_scores=True)[1]",
)  # fmt: skip
ROLES = (
    "layer({0}, {1})", "layer({0}, {0})", "layer(query={0}, value={1})", "layer({0}, {1}, {2})",
    "layer({0}, value={1}, key={1})", "layer(value={1}, query={0})", "layer({0}, {1}, key={2})",
    "layer({0}, {1}, return_attention_scores=True)[1]", "layer({0}, {1}, training=True)",
    "layer({0}, {1}, return_attention_scores=True)[0]", "layer({0}, {1}, use_causal_mask=True)",
    "layer({0}, {0}, {0}, return_attention_scores=True)[1]", "layer({0}, {0}, key=None)",
    "layer({0}, {1}, attention_mask={3})", "layer({0}, {0}, attention_mask={3})",
    "layer({0}, {1}, attention_mask={3}, use_causal_mask=True)",
    "layer({0}, {1}, {2}, attention_mask={3}, return_attention_scores=True)[1]",
)  # fmt: skip
FIRST = ("", "", "", "", "layer({0}, {0})", "layer({0}, {1})", "layer({2}, {2})")
"""Calls before the one that is looked at."""
FIRST_LISTS = ("", "", "", "", "layer([{0}, {0}])", "layer([{2}, {1}])")


def of_steps(random: Random, given: Sequence[Sizes]) -> tuple[Sizes, ...]:
    """Masks of the steps of the query and of the value, or of nearly so many."""
    query, value = given[:2]
    return tuple(_nearly(random, x[: max(1, len(x) - 1)]) for x in (query, value))


def of_pairs(random: Random, given: Sequence[Sizes]) -> tuple[Sizes, ...]:
    """A mask of the steps of the query and of the value, or of nearly so many."""
    query, value = given[:2]
    batch = query[:1] if random.random() < 0.8 else ()
    whole = (*batch, *query[1:-1], *value[1:-1])
    return (_nearly(random, whole or query[:1]),)


def _nearly(random: Random, shape: Sizes) -> Sizes:
    sizes = list(shape)
    if random.random() < 0.3:
        sizes[random.randrange(len(sizes))] = random.choice((1, 2, 3, None))
    return tuple(sizes)


def heads(*options: str) -> Make:
    """Two heads of two, with options."""

    def make(random: Random) -> str:
        return ", ".join(filter(None, (options[0], several(random, *options[1:]))))

    return make


ATTENTION: dict[str, Kind] = {
    "Attention": Kind(
        choose("", "use_scale=True", "score_mode='concat'", "dropout=0.1"), 3, 3, FLOAT,
        calls=LISTS, firsts=FIRST_LISTS, masks=of_steps,
    ),
    "AdditiveAttention": Kind(
        choose("", "use_scale=False", "dropout=0.1"), 3, 3, FLOAT,
        calls=LISTS, firsts=FIRST_LISTS, masks=of_steps,
    ),
    "MultiHeadAttention": Kind(
        heads("num_heads=2, key_dim=4", "value_dim=3", "output_shape=5", "use_bias=False",
              "dropout=0.1"), 3, 3, FLOAT, calls=ROLES, firsts=FIRST, masks=of_pairs,
    ),
    "GroupedQueryAttention": Kind(
        heads("4, 4, 2", "use_bias=False", "dropout=0.1"), 3, 3, FLOAT, calls=ROLES, keras=(3,),
        firsts=FIRST, masks=of_pairs, path="GroupQueryAttention",
    ),
}  # fmt: skip
