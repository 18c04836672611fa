"""Ways to build models: all that is asked is known, exactly, on Keras 3 and on Keras 2."""

from tests.knowledge.keras.building import FED, START, WAYS
from tests.knowledge.keras.layer_cases import Case
from tests.knowledge.keras.test_layers import Answer, said
from tests.knowledge.tensorflow.bulk import Program, Ran, exact, real_results
from tests.truth.reality import Reality

SHOWS = tuple(f"shape{number}" for number in range(4))


def told(ran: Ran) -> list[Answer]:
    """The shapes that the program really has."""
    return [tuple(ran.values[n]["items"]) if n in ran.values else None for n in SHOWS]


def check(real: Reality, keras: int, programs: dict[str, str]) -> None:
    """Fail where ndlint does not say exactly what is so."""
    texts = [START + text for text in programs.values()]
    problems = []
    results = real_results(real, [Program(text, SHOWS) for text in texts])
    for topic, text, ran in zip(programs, texts, results, strict=True):
        marked = [n for n, line in enumerate(text.split("\n"), 1) if "# refused" in line]
        assert [*ran.lines[-1:]] == marked, f"{topic}: {ran.line}, {ran.error}\n{text}"
        refused, found = said(Case("", text, 0, SHOWS), keras)
        if sorted(set(refused)) != marked or found != told(ran):
            problems.append(f"{topic}: said {refused} {found}, really {marked} {told(ran)}\n{text}")
    assert not problems, "\n".join(problems)


def test_ways_to_build(real: Reality, keras: int) -> None:
    check(real, keras, WAYS)


def test_feeds_of_two_inputs(real: Reality, keras: int) -> None:
    programs = [Program(START + text, ("out",), must_find="model") for text in FED]
    score = exact(real, programs, keras)
    assert len(FED) // 3 < score.raised < len(FED)
