"""What the tests of pages start from."""

import pytest

from tests.views.pages import Reader


@pytest.fixture
def client() -> Reader:
    return Reader()
