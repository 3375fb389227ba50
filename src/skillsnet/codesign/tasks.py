"""Publishing in the background, and picking up what a dead worker left.

Pages import this to ask for the work, so what does it is imported where it is done (docs/decisions/0013).
"""

import logging

from django.db import OperationalError
from django.utils.translation import gettext as _
from django_tasks import task

from skillsnet.codesign.enums import UNDER_WAY
from skillsnet.codesign.models import Publication
from skillsnet.db.long_work import reap_stale, where

log = logging.getLogger(__name__)


class PublicationStopped(Exception):
    """A publication stopped by a fault of ours; says which and where, and nothing of the projects."""


@task()
def run_publication(publication_id: int) -> str:
    """Carry what is left, or take back what is left; a repeat goes on where it stopped."""
    from skillsnet.codesign.actions.publishing import LeaseLost, go_on, stop

    publication = Publication.objects.select_related("edition__taxonomy", "before").get(pk=publication_id)
    try:
        return go_on(publication).state
    except LeaseLost:
        return "taken over"
    except OperationalError as error:
        # The database was busy or away: another worker goes on later.
        raise PublicationStopped(f"publication {publication_id}: {where(error)}") from None
    except Exception as error:  # boundary: a database's complaint quotes a project's words, and they belong into no log
        problem = _(
            "The work stopped by a fault of ours (%(fault)s), and nothing was published. Tell whoever runs this."
        )
        stop(publication, problem=problem % {"fault": type(error).__name__})
        raise PublicationStopped(f"publication {publication_id}: {where(error)}") from None


def reap_stale_publications() -> list[int]:
    """Enqueue again what a worker that has died was at, and return the publications' ids."""
    reaped = reap_stale(Publication, dict.fromkeys(UNDER_WAY, run_publication))
    for pk in reaped:
        log.warning("publication resumed", extra={"publication": pk})
    return reaped
