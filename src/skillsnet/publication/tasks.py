"""Publishing in the background, and picking up what a dead worker left.

Pages import this to ask for the work, so what does it is imported where it is done (docs/decisions/0013).
"""

from django.utils.translation import gettext as _
from django_tasks import task

from skillsnet.db.jobs import LeaseLost, fault_location, requeue_stale
from skillsnet.db.outage import is_outage
from skillsnet.publication.enums import UNDER_WAY, PublicationState
from skillsnet.publication.models import Publication, StoredPreview


class PublicationStopped(Exception):
    """A publication stopped by a fault of ours; says which and where, and nothing of the projects."""


@task()
def run_publication(publication_id: int) -> str:
    """Transfer the remaining projects, or take back what remains; a repeat resumes where it stopped."""
    from skillsnet.publication.actions.publishing import abort, resume

    publication = Publication.objects.select_related("edition__taxonomy", "before").get(pk=publication_id)
    try:
        return resume(publication).state
    except LeaseLost:
        return "taken over"
    except Exception as error:  # boundary: a database's complaint quotes a project's words, and they belong into no log
        if is_outage(error):
            # The database was busy or away: a worker goes on later.
            raise PublicationStopped(f"publication {publication_id}: {fault_location(error)}") from None
        problem = _(
            "An error in the platform (%(fault)s) stopped the publication. Nothing was published. Contact "
            "the person who runs this platform."
        )
        abort(publication, problem=problem % {"fault": type(error).__name__})
        raise PublicationStopped(f"publication {publication_id}: {fault_location(error)}") from None


@task()
def stop_publication(publication_id: int) -> str:
    """Take back what was transferred by a publication that worker after worker died over."""
    from skillsnet.publication.actions.publishing import abort

    publication = Publication.objects.select_related("edition__taxonomy", "before").get(pk=publication_id)
    problem = _(
        "The publication stopped several times before it was finished. Nothing was published. Contact "
        "the person who runs this platform."
    )
    abort(publication, problem=problem)
    return publication.state


def _give_up(publication: Publication) -> None:
    # What is being taken back stays as it is until somebody has it tried again: there is nothing to take back to.
    if publication.state == PublicationState.CARRYING:
        stop_publication.enqueue(publication.pk)


@task()
def run_preview(preview_id: int) -> None:
    """Work out what publishing a draft would do; a repeat works it out anew."""
    from skillsnet.publication.actions.previewing import fail_preview, update_preview

    stored_preview = StoredPreview.objects.select_related("edition__taxonomy").get(pk=preview_id)
    try:
        update_preview(stored_preview)
    except Exception as error:  # boundary: a database's complaint quotes a project's words, and they belong into no log
        fail_preview(stored_preview)
        raise PublicationStopped(f"preview {preview_id}: {fault_location(error)}") from None


def requeue_stale_publications() -> list[int]:
    """Enqueue again what a worker that has died was at, and return the publications' ids."""
    tasks = {state.value: run_publication for state in UNDER_WAY}
    return requeue_stale(Publication, tasks, give_up=_give_up, name="publication")
