"""What the contract tests share: the description that answers are held against."""

import pytest
from etm_docs.openapi import document
from etm_docs.openapi.contract import Contract


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The OpenAPI description of the site."""
    return Contract(document.load())
