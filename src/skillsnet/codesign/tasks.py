"""Publishing in the background, and picking up what a dead worker left.

Pages import this to ask for the work, so what does it is imported where it is done (docs/decisions/0013).
"""

import logging

from django.utils.translation import gettext as _
from django_tasks import task

from skillsnet.codesign.enums import UNDER_WAY, PublicationState
from skillsnet.codesign.models import Forecast, Publication
from skillsnet.db.long_work import requeue_stale, where
from skillsnet.db.outage import is_outage

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
    except Exception as error:  # boundary: a database's complaint quotes a project's words, and they belong into no log
        if is_outage(error):
            # The database was busy or away: a worker goes on later.
            raise PublicationStopped(f"publication {publication_id}: {where(error)}") from None
        problem = _(
            "An error in the platform (%(fault)s) stopped the publication. Nothing was published. Contact "
            "the person who runs this platform."
        )
        stop(publication, problem=problem % {"fault": type(error).__name__})
        raise PublicationStopped(f"publication {publication_id}: {where(error)}") from None


@task()
def stop_publication(publication_id: int) -> str:
    """Take back what was carried by a publication that worker after worker died over."""
    from skillsnet.codesign.actions.publishing import stop

    publication = Publication.objects.select_related("edition__taxonomy", "before").get(pk=publication_id)
    problem = _(
        "The publication stopped several times before it was finished. Nothing was published. Contact "
        "the person who runs this platform."
    )
    stop(publication, problem=problem)
    return publication.state


def _give_up(publication: Publication) -> None:
    # What is being taken back stays as it is until somebody has it tried again: there is nothing to take back to.
    if publication.state == PublicationState.CARRYING:
        stop_publication.enqueue(publication.pk)


@task()
def run_forecast(forecast_id: int) -> None:
    """Work out what a draft would move; a repeat works it out anew."""
    from skillsnet.codesign.actions.foreseeing import fail_forecast, foresee

    forecast = Forecast.objects.select_related("edition__taxonomy").get(pk=forecast_id)
    try:
        foresee(forecast)
    except Exception as error:  # boundary: a database's complaint quotes a project's words, and they belong into no log
        fail_forecast(forecast)
        raise PublicationStopped(f"forecast {forecast_id}: {where(error)}") from None


def reap_stale_publications() -> list[int]:
    """Enqueue again what a worker that has died was at, and return the publications' ids."""
    reaped = requeue_stale(Publication, dict.fromkeys(UNDER_WAY, run_publication), give_up=_give_up)
    for pk in reaped:
        log.warning("publication resumed", extra={"publication": pk})
    return reaped
