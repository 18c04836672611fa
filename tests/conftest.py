"""What all tests share: real TensorFlow, and the versions that they ran on."""

import signal
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

import pytest
from hypothesis import HealthCheck, settings

from tests.truth.reality import Reality

LIBRARIES = {"TensorFlow": "tensorflow", "Keras": "keras", "tf_keras": "tf_keras", "NumPy": "numpy"}

# No deadline: a slow machine is no fault. Derandomised: the same commit gives the same result.
settings.register_profile("default", deadline=None, derandomize=True)
settings.register_profile(
    "nightly", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("default")

NIGHTLY_LIMIT = 3 * 3600
"""Seconds for a test of the nightly run: thousands of programs, on a machine that may be slow."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of the nightly run their time."""
    for item in items:
        if item.get_closest_marker("nightly") is not None:
            item.add_marker(pytest.mark.timeout(NIGHTLY_LIMIT))


def pytest_configure() -> None:
    """Let what the tests start be interrupted, also where a shell runs them in the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_report_header() -> str:
    """The versions of what the example programs run on."""
    return "truth: " + ", ".join(f"{name} {installed(d)}" for name, d in LIBRARIES.items())


def installed(distribution: str) -> str:
    """The version of a distribution, without importing it."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "missing"


@pytest.fixture(scope="session")
def reality() -> Iterator[Reality]:
    """Real TensorFlow with Keras 3; started by the first test that runs a program."""
    with Reality("k3") as real:
        yield real


@pytest.fixture(scope="session")
def legacy() -> Iterator[Reality]:
    """Real TensorFlow with Keras 2; started by the first test that runs a program."""
    with Reality("k2") as real:
        yield real


@pytest.fixture(params=(3, 2))
def keras(request: pytest.FixtureRequest) -> int:
    """The Keras that the test is about."""
    version: int = request.param
    return version


@pytest.fixture
def real(keras: int, reality: Reality, legacy: Reality) -> Reality:
    """The TensorFlow with that Keras."""
    return legacy if keras == 2 else reality
