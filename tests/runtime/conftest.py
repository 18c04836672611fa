"""The verifier on both Kerases."""

from collections.abc import Iterator

import pytest

from tests.runtime.verifying import Verifier


@pytest.fixture(scope="session")
def verifier() -> Iterator[Verifier]:
    """With Keras 3; started by the first program."""
    with Verifier("k3") as found:
        yield found


@pytest.fixture(scope="session")
def legacy_verifier() -> Iterator[Verifier]:
    """With Keras 2."""
    with Verifier("k2") as found:
        yield found
