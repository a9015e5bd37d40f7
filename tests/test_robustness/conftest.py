"""What the tests of the mock's robustness share: a mock in a process of its own."""

from collections.abc import Iterator

import pytest
from test_robustness.process import ServedMock, serving


@pytest.fixture(scope="session")
def served_mock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedMock]:
    """One mock in another process for all tests of this one."""
    with serving(tmp_path_factory.mktemp("served")) as served:
        yield served


@pytest.fixture
def served(served_mock: ServedMock) -> ServedMock:
    """A mock in another process, reset to the docs fixture."""
    served_mock.mock.control.reset()
    return served_mock
