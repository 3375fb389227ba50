"""Many numbers in one question, which the databases take in different ways."""

import json
from collections.abc import Sequence

from django.db import connection
from django.db.models.expressions import RawSQL


def ids_of(numbers: Sequence[int]) -> RawSQL:
    """Return an expression for `pk__in` that holds any number of numbers as one value."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(numbers)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(numbers))])
