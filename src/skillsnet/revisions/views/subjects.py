"""Finding what an address of a page names."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from skillsnet.db.limits import MAX_ID
from skillsnet.revisions.rules import ADDRESS_KINDS, Subject


def subject_or_404(kind: str, pk: int) -> Subject:
    """Return the project, organisation, person or call that an address names."""
    model = next((model for model, name in ADDRESS_KINDS.items() if name == kind), None)
    if model is None:
        raise Http404
    subject: Any = get_object_or_404(model._default_manager, pk=min(pk, MAX_ID))
    return subject
