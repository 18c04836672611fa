"""Layers that are called on a query, a value and a key."""

from random import Random

from tests.knowledge.keras.kinds.making import Kind, Make, choose, several

FLOAT = ("float32", "float32", "float32", "float64", "float16")
LISTS = (
    "layer([{0}, {1}])", "layer([{0}, {1}, {1}])", "layer([{0}, {1}, {2}])", "layer([{0}, {0}])",
    "layer([{0}, {1}], return_attention_scores=True)[1]",
    "layer([{0}, {1}], return_attention_scores=True)[0]",
    "layer([{0}, {1}], training=True)", "layer([{0}, {1}], use_causal_mask=True)",
    "layer(inputs=[{0}, {1}])", "layer([{0}, {1}], return_attention_scores=False)",
)  # fmt: skip
ROLES = (
    "layer({0}, {1})", "layer({0}, {0})", "layer(query={0}, value={1})", "layer({0}, {1}, {2})",
    "layer({0}, value={1}, key={1})", "layer(value={1}, query={0})", "layer({0}, {1}, key={2})",
    "layer({0}, {1}, return_attention_scores=True)[1]", "layer({0}, {1}, training=True)",
    "layer({0}, {1}, return_attention_scores=True)[0]", "layer({0}, {1}, use_causal_mask=True)",
    "layer({0}, {0}, {0}, return_attention_scores=True)[1]", "layer({0}, {0}, key=None)",
)  # fmt: skip


def heads(*options: str) -> Make:
    """Two heads of two, with options."""

    def make(random: Random) -> str:
        return ", ".join(filter(None, (options[0], several(random, *options[1:]))))

    return make


ATTENTION: dict[str, Kind] = {
    "Attention": Kind(
        choose("", "use_scale=True", "score_mode='concat'", "dropout=0.1"), 3, 3, FLOAT,
        calls=LISTS,
    ),
    "AdditiveAttention": Kind(
        choose("", "use_scale=False", "dropout=0.1"), 3, 3, FLOAT, calls=LISTS
    ),
    "MultiHeadAttention": Kind(
        heads("num_heads=2, key_dim=4", "value_dim=3", "output_shape=5", "use_bias=False",
              "dropout=0.1"), 3, 3, FLOAT, calls=ROLES,
    ),
    "GroupedQueryAttention": Kind(
        heads("4, 4, 2", "use_bias=False", "dropout=0.1"), 3, 3, FLOAT, calls=ROLES, keras=(3,),
        path="GroupQueryAttention",
    ),
}  # fmt: skip
