"""What every page says about invented material."""

import pytest
from django.test import Client

from tests.factories import make_call

ALONE = "every organisation, person and project here is invented"
BESIDE = "The example call is invented"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("calls", "said"), [({}, set()), ({"a": False}, set()), ({"a": True}, {ALONE}), ({"a": True, "b": False}, {BESIDE})]
)
def test_pages_say_what_is_invented_and_no_more(client: Client, calls: dict[str, bool], said: set[str]) -> None:
    for slug, is_example in calls.items():
        make_call(slug, is_example=is_example)
    page = client.get("/categories/").content.decode()
    assert {sentence for sentence in (ALONE, BESIDE) if sentence in page} == said
