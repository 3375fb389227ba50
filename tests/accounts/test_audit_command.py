"""What is recorded of sign-ins, failures and changes of role is listed, by kind and by person."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from skillsnet.accounts.actions import make_facilitator, revoke_sessions
from skillsnet.accounts.sign_in import ask_for_code, use_code

pytestmark = pytest.mark.django_db


def _listed(**options: object) -> list[dict[str, object]]:
    out = io.StringIO()
    call_command("audit", as_json=True, stdout=out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def _recorded() -> None:
    ada, _ = make_facilitator("ada@example.org")
    bo, _ = make_facilitator("bo@example.org", by=ada.pk)
    revoke_sessions(bo.pk, by=ada.pk)
    use_code(ask_for_code("cy@example.org", source="192.0.2.1").pk, "wrong", source="192.0.2.1")


def test_each_person_and_kind_has_its_own_entries_the_newest_first() -> None:
    _recorded()
    assert [(one["act"], one["by"]) for one in _listed(kind="accounts.", person="bo@example.org")] == [
        ("accounts.revoke_sessions", "ada@example.org"), ("accounts.make_facilitator", "ada@example.org")
    ]  # fmt: skip
    failed = _listed(kind="accounts.sign_in_failed")
    assert failed == _listed(person="cy@example.org")
    # Whoever failed is told by nobody who does not know the address.
    assert (len(failed), "cy@example.org" in json.dumps(failed)) == (1, False)


def test_the_count_of_queries_does_not_grow_and_a_limit_holds() -> None:
    counts = []
    for _turn in range(2):
        _recorded()
        with CaptureQueriesContext(connection) as asked:
            _listed()
        counts.append(len(asked))
    assert (counts[0], len(_listed(limit=1))) == (counts[1], 1)
    with pytest.raises(CommandError, match="too small"):
        _listed(limit=0)
