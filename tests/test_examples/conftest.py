"""What the tests of the examples share."""

import pytest


@pytest.fixture
def updating(request: pytest.FixtureRequest) -> bool:
    """Whether the run rewrites what is printed (``make update``)."""
    return bool(request.config.getoption("update_examples"))
