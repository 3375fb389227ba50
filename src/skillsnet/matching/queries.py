"""Reading what is suggested to an organisation, with the reasons in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from skillsnet.accounts.viewer import Viewer
from skillsnet.matching.enums import SuggestionState
from skillsnet.matching.models import OrganisationSuggestion
from skillsnet.matching.reasons import StoredReason, ValueNames, reason_sentences
from skillsnet.participants.models import Organisation
from skillsnet.participants.visibility import organisation_label, organisation_name
from skillsnet.taxonomy.queries import categories_of, current_edition

MEANS = "means"


@dataclass(frozen=True)
class SuggestionView:
    """An organisation that another should talk to, as a viewer may read it, with the reasons for both."""

    organisation_id: int
    name: str
    country: str
    score: float
    reasons: tuple[str, ...]
    counter_reasons: tuple[str, ...]


def suggestions_for(organisation_id: int, *, viewer: Viewer, language: str) -> list[SuggestionView]:
    """Return what is suggested to an organisation, the best first; a constant number of queries."""
    shown = OrganisationSuggestion.objects.filter(organisation=organisation_id, state=SuggestionState.SHOWN)
    rows = list(shown.select_related("suggested").order_by("rank", "pk"))
    names = _value_names(rows, viewer=viewer, language=language)
    return [
        SuggestionView(
            organisation_id=row.suggested_id,
            name=organisation_label(row.suggested, viewer),
            country=row.suggested.country,
            score=row.score,
            reasons=tuple(reason_sentences(row.reasons, names)),
            counter_reasons=tuple(reason_sentences(row.counter_reasons, names)),
        )
        for row in rows
    ]


def _value_names(rows: Iterable[OrganisationSuggestion], *, viewer: Viewer, language: str) -> ValueNames:
    reasons: list[StoredReason] = [reason for row in rows for reason in (*row.reasons, *row.counter_reasons)]
    keys = {int(key) for reason in reasons for key in reason["values"].get("organisations", ())}
    organisations = Organisation.objects.filter(pk__in=keys).order_by("pk")
    return ValueNames(
        categories={category.slug: category.name for category in categories_of(current_edition(), language)},
        means={category.slug: category.name for category in categories_of(current_edition(MEANS), language)},
        organisations={str(each.pk): organisation_name(each, viewer) for each in organisations},
        language=language,
    )
