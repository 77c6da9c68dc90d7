"""What the tests of feeds start from."""

import pytest

from tests.views.pages import Reader


@pytest.fixture
def client() -> Reader:
    return Reader()
