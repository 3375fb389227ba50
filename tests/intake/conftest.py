"""What follows an import is somebody else's to test."""

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _nothing_follows(settings: Settings) -> None:
    settings.FOLLOW_UPS = []
