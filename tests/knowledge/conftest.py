"""What the tests against both Kerases share."""

import pytest

from tests.truth.reality import Reality


@pytest.fixture(params=(3, 2))
def keras(request: pytest.FixtureRequest) -> int:
    """The Keras that the test is about."""
    version: int = request.param
    return version


@pytest.fixture
def real(keras: int, reality: Reality, legacy: Reality) -> Reality:
    """The TensorFlow with that Keras."""
    return legacy if keras == 2 else reality
