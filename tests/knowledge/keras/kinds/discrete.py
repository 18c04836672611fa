"""Layers that number, bin, hash and encode tokens and categories."""

from random import Random

from tests.knowledge.keras.kinds.making import Kind, Make, several

NUMBERS = ("int32", "int64", "int32", "uint8", "float32", "float64", "bool", "string")
TOKENS = ("string",) * 6 + ("int32", "float32", "bool")
KEYS = ("int32", "string", "int64", "float32")
MODES = ("int", "one_hot", "multi_hot", "count")
WORDS = ("['a', 'b', 'c']", "['[UNK]', 'a', 'b']", "['a']", "('a', 'b')")
WHOLE = ("[1, 2, 3]", "[-1, 1, 2]", "[1]", "(4, 1)")


SINGLE = (1, 1, 1, 2, 3)
"""Sizes of which many are 1: one token a sample."""


def category(random: Random) -> str:
    modes = ("", "'one_hot'", "'count'", "output_mode='multi_hot'", "output_mode='one_hot'")
    count = random.choice(("5", "num_tokens=4"))
    chosen = random.choice(modes[:3] if count == "5" else ("", *modes[3:]))
    return ", ".join(filter(None, (count, chosen)))


def discretization(random: Random) -> str:
    bounds = random.choice(("[0., 1.]", "bin_boundaries=[0.5]", "num_bins=4"))
    return ", ".join(filter(None, (bounds, mode(random))))


def mode(random: Random, *modes: str) -> str:
    """An output mode, or none."""
    return several(random, f"output_mode={random.choice(modes or MODES)!r}")


def hashing(random: Random) -> str:
    options = several(random, "salt=3", f"output_mode={random.choice(MODES)!r}")
    return ", ".join(filter(None, (random.choice(("5", "num_bins=3")), options)))


def crossing(random: Random) -> str:
    return ", ".join(filter(None, (random.choice(("5", "num_bins=3")), mode(random, *MODES[:2]))))


def lookup(texts: tuple[str, ...], mask: str) -> Make:
    """The arguments of a lookup with one of the vocabularies, or with none."""

    def make(random: Random) -> str:
        known = random.random() < 0.8
        options = several(
            random,
            f"output_mode={random.choice((*MODES, 'tf_idf') if not known else MODES)!r}",
            f"num_oov_indices={random.randint(1, 3)}",
            f"mask_token={mask}",
            "max_tokens=9, pad_to_max_tokens=True",
        )
        vocabulary = f"vocabulary={random.choice(texts)}" if known else ""
        return ", ".join(filter(None, (options, vocabulary)))

    return make


def inverted(texts: tuple[str, ...], mask: str) -> Make:
    usual = lookup(texts, mask)

    def make(random: Random) -> str:
        if random.random() < 0.1:
            return f"vocabulary={texts[0]}, invert=True"
        return usual(random)

    return make


def vectorization(random: Random) -> str:
    known = random.random() < 0.8
    chosen = random.choice(("int", "int", "multi_hot", "count"))
    length = f"output_sequence_length={random.randint(1, 4)}" if chosen == "int" else ""
    options = several(
        random,
        f"split={random.choice(('whitespace', 'character', None))!r}",
        length,
        random.choice(("standardize=None", "standardize='lower'")),
        "max_tokens=9, pad_to_max_tokens=True",
    )
    vocabulary = f"vocabulary={random.choice(WORDS)}" if known else ""
    return ", ".join(filter(None, (options, f"output_mode={chosen!r}", vocabulary)))


DISCRETE: dict[str, Kind] = {
    "CategoryEncoding": Kind(category, 2, dtypes=NUMBERS, sizes=SINGLE),
    "Discretization": Kind(discretization, 2, dtypes=NUMBERS, sizes=SINGLE),
    "Hashing": Kind(hashing, 2, dtypes=(*NUMBERS, "string", "string"), sizes=SINGLE),
    "HashedCrossing": Kind(crossing, 2, inputs=2, dtypes=KEYS, sizes=SINGLE),
    "StringLookup": Kind(inverted(WORDS, "''"), 2, dtypes=TOKENS, sizes=SINGLE),
    "IntegerLookup": Kind(inverted(WHOLE, "0"), 2, dtypes=NUMBERS, sizes=SINGLE),
    "TextVectorization": Kind(vectorization, 2, dtypes=TOKENS, sizes=SINGLE),
}
"""How each layer class is tried."""
