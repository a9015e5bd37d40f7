"""What the contract tests share: the description that answers are held against."""

import pytest
from etm_docs.openapi.contract import Contract, described


@pytest.fixture
def contract() -> Contract:
    """The OpenAPI description of the site."""
    return described()
