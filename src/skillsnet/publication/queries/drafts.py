"""What a draft says, as one value."""

import hashlib
import json

from skillsnet.core.taxonomy import to_document
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import taxonomy_document


def fingerprint(edition: Edition) -> str:
    """Return what an edition and its correspondence say, in 64 letters; any change of them changes it."""
    document = to_document(taxonomy_document(edition.taxonomy, numbers=[edition.number]))
    # Sorted: PostgreSQL keeps the keys of a JSON value in an order of its own.
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
