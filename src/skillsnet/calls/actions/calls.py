"""Making calls, and removing those that stayed empty."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.calls.actions.versions import lock_version
from skillsnet.calls.models import Call
from skillsnet.calls.queries.calls import named_call
from skillsnet.core.errors import Invalid
from skillsnet.core.text.slugs import free_slug, slug_of
from skillsnet.web.reserved import reserved_words

SLUG_LETTERS = 80
_SHORT_NAME = re.compile(rf"[-a-zA-Z0-9_]{{1,{SLUG_LETTERS}}}")


@transaction.atomic
def make_call(title: str, *, name: str = "", is_example: bool = False, by: int | None) -> Call:
    """Make a call, whatever other calls are called; its slug is made of the name, or of the title, in any script."""
    lock_version()
    used_slugs = {*Call.objects.order_by("slug").values_list("slug", flat=True), *reserved_words()}
    base_slug = name if _SHORT_NAME.fullmatch(name) else slug_of(name or title, most=SLUG_LETTERS) or "call"
    slug = free_slug(base_slug, taken=used_slugs, most=SLUG_LETTERS)
    call = Call.objects.create(slug=slug, title=title, is_example=is_example)
    record("calls.open_call", subject=f"call:{call.pk}", by=by)
    return call


@transaction.atomic
def open_call(name: str, *, title: str = "", is_example: bool = False, by: int | None) -> tuple[Call, bool]:
    """Return the call that a name means (see `queries.named_call`), made if there is none, and whether it is new.

    `Invalid` when the call that the name means has another title than the one given, or when a name that has a title
    beside it is none that can be found again.
    """
    call = named_call(name)
    if call is None:
        if title and (not _SHORT_NAME.fullmatch(name) or name in reserved_words()):
            message = _("“%(name)s” cannot be the short name of a call. Use only Latin letters, digits and dashes.")
            raise Invalid(message % {"name": name})
        new_title = title or (name.replace("-", " ").capitalize() if name.isascii() else name)
        return make_call(new_title, name=name, is_example=is_example, by=by), True
    if title and title != call.title:
        message = _(
            "The call “%(name)s” already exists with the title “%(title)s”. To create a new call, choose another name."
        )
        raise Invalid(message % {"name": name, "title": call.title})
    return call, False


@transaction.atomic
def remove_empty_call(pk: int, *, by: int | None) -> bool:
    """Delete a call that no project and no import is in, and return whether it was."""
    call = Call.objects.select_for_update().filter(pk=pk).first()
    if call is None or call.projects.exists() or Call.objects.filter(pk=pk, import_runs__isnull=False).exists():
        return False
    record("calls.remove_call", subject=f"call:{pk}", by=by)
    call.delete()
    return True
