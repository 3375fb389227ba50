"""Allowing a website to show the map in a frame, and no longer allowing it."""

from django.db import transaction
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import Viewer
from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.core.origins import origin_of
from skillsnet.netmap.models import EmbeddingSite

# A header of a few kilobytes names them all.
MOST_SITES = 50


@transaction.atomic
def allow_site(address: str, *, viewer: Viewer) -> EmbeddingSite:
    """Allow the website of an address to show the map; one that is allowed already stays as it is."""
    origin = origin_of(address)
    if origin is None:
        raise Invalid(
            _("“%(address)s” is not the address of a website. Enter an address such as https://www.example.org.")
            % {"address": address}
        )
    existing = EmbeddingSite.objects.filter(origin=origin).first()
    if existing is not None:
        return existing
    if EmbeddingSite.objects.count() >= MOST_SITES:
        raise Invalid(
            _("%(number)s websites may already show the map. Remove one before you add another.")
            % {"number": MOST_SITES}
        )
    site = EmbeddingSite.objects.create(origin=origin, allowed_by_id=viewer.user_id)
    record("embedding-site-allowed", subject=f"embedding-site:{site.pk}", by=viewer.user_id, origin=origin)
    return site


@transaction.atomic
def remove_site(site_id: int, *, viewer: Viewer) -> str | None:
    """No longer allow a website; return its origin, None where it was removed already."""
    site = EmbeddingSite.objects.filter(pk=site_id).first()
    if site is None:
        return None
    record("embedding-site-removed", subject=f"embedding-site:{site.pk}", by=viewer.user_id, origin=site.origin)
    site.delete()
    return str(site.origin)
