"""All that a viewer may see of the network, as the sheets of one workbook; read in pieces, whatever its size."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q, TextChoices
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.enums import Beneficiary, LinkDirection, Permission, ProjectStatus, Stage
from skillsnet.calls.models import Call, Link, NamedPerson, Project
from skillsnet.calls.queries import publication_view, title_for
from skillsnet.calls.rules import NAMED_CATEGORIES
from skillsnet.classification.enums import Outcome, Source
from skillsnet.classification.models import Assignment, Decision
from skillsnet.classification.queries import placements_of
from skillsnet.core.geo import country_name, language_name, region_name
from skillsnet.core.intake.target_fields import LAST_ORDINAL
from skillsnet.core.text.unmasked import withholding
from skillsnet.intake.enums import target_field_label
from skillsnet.intake.own_columns import OWN_FIELDS
from skillsnet.participants.enums import AffiliationState, OrganisationType
from skillsnet.participants.models import Affiliation, Organisation, Person
from skillsnet.participants.texts import cell_for, site_for, text_for
from skillsnet.participants.visibility import contact_card, organisation_name, website_of
from skillsnet.taxonomy.queries.categories import view_of
from skillsnet.web.sheets import escape_formula
from skillsnet.web.workbooks import Row, TextSheet

# Rows are read in pieces of this many.
BATCH = 500
SEPARATOR = "; "
PEOPLE_OF_A_ROW = LAST_ORDINAL


@dataclass(frozen=True)
class NetworkExport:
    """Who asks for the network, in which language, and of which call; None for all.

    `page` is the address of a project's page with `{id}` in it.
    """

    viewer: Viewer
    language: str
    page: str
    call: Call | None = None

    def sheets(self) -> list[TextSheet]:
        """Return the sheets in order; each is read when it is written."""
        with override(self.language):
            return [
                TextSheet(_("Projects"), self._in_language(self._project_rows)),
                TextSheet(_("Categories"), self._in_language(self._category_rows)),
                TextSheet(_("Organisations"), self._in_language(self._organisation_rows)),
                TextSheet(_("People"), self._in_language(self._person_rows)),
                TextSheet(_("Decisions"), self._in_language(self._decision_rows)),
                TextSheet(_("Declared links"), self._in_language(self._link_rows)),
            ]

    def _in_language(self, rows: Callable[[], Iterator[Row]]) -> Callable[[], Iterator[Row]]:
        """Return the rows, each read in the export's language: what sends them may speak another meanwhile."""

        def localised() -> Iterator[Row]:
            iterator = rows()
            while True:
                with override(self.language):
                    row = next(iterator, None)
                if row is None:
                    return
                yield [_cell(text) for text in row]

        return localised

    def _projects(self) -> list[int]:
        readable = Project.objects.readable_by(self.viewer)
        if self.call is not None:
            readable = readable.filter(call=self.call)
        return list(readable.order_by("call", "pk").values_list("pk", flat=True))

    def _in_batches(self) -> Iterator[list[Project]]:
        lists = ("languages", "beneficiaries", "work_countries", "contact__consents")
        named = Prefetch(
            "named_people",
            queryset=NamedPerson.objects.select_related("person").prefetch_related("person__consents").order_by("pk"),
        )
        for ids in _batches(self._projects()):
            rows = Project.objects.filter(pk__in=ids).select_related("organisation", "contact", "call")
            yield list(rows.prefetch_related(*lists, named).order_by("call", "pk"))

    def _project_rows(self) -> Iterator[Row]:
        extra_names = self._extra_names()
        has_calls = self.call is None and Call.objects.filter(removal=None).count() > 1
        call_header = [_("Call")] if has_calls else []
        yield [*(target_field_label(field) for field in OWN_FIELDS), *call_header, *extra_names]
        for projects in self._in_batches():
            for project in projects:
                values = self._project_values(project)
                extra = [cell_for(project.extra.get(name, ""), self.viewer) for name in extra_names]
                call_cell = [project.call.title] if has_calls else []
                yield [*(values.get(field, "") for field in OWN_FIELDS), *call_cell, *extra]

    def _extra_names(self) -> list[str]:
        """Return the columns of the calls' files that no field stands for; facilitators alone see them."""
        if not self.viewer.is_facilitator:
            return []
        projects = Project.objects.readable_by(self.viewer).exclude(extra={})
        if self.call is not None:
            projects = projects.filter(call=self.call)
        names: dict[str, None] = {}
        for extra in projects.order_by("pk").values_list("extra", flat=True).iterator(chunk_size=BATCH):
            names.update(dict.fromkeys(extra))
        return [name for name in names if name != NAMED_CATEGORIES]

    def _project_values(self, project: Project) -> dict[str, str]:
        viewer, language, organisation = self.viewer, self.language, project.organisation
        return {
            # The sheet is read again as it is written: an organisation has no project there.
            "title": "" if project.is_organisation else text_for(project.title, viewer),
            "summary": text_for(project.summary, viewer),
            "organisation": organisation_name(organisation, viewer),
            "organisation_id": organisation.external_id if organisation else "",
            "organisation_type": _label(OrganisationType, organisation.type if organisation else ""),
            "organisation_website": website_of(organisation, viewer),
            "country": country_name(project.country, language) if project.country else "",
            "work_countries": SEPARATOR.join(country_name(row.code, language) for row in project.work_countries.all()),
            "languages": SEPARATOR.join(language_name(row.code, language) for row in project.languages.all()),
            "beneficiaries": SEPARATOR.join(_label(Beneficiary, row.group) for row in project.beneficiaries.all()),
            "stage": _label(Stage, project.stage),
            "website": self._website(project),
            "submitted_on": project.submitted_on.isoformat() if project.submitted_on else "",
            **self._people_values(project),
            **(self._facilitators_values(project) if viewer.is_facilitator else {}),
        }

    def _website(self, project: Project) -> str:
        """Return the project's website; that of a participant alone would name a person."""
        is_person = not organisation_name(project.organisation, self.viewer)
        return "" if is_person and not self.viewer.is_facilitator else site_for(project.website, self.viewer)

    def _facilitators_values(self, project: Project) -> dict[str, str]:
        return {
            "external_id": project.external_id,
            "category": cell_for(project.extra.get(NAMED_CATEGORIES, ""), self.viewer),
            "status": _label(ProjectStatus, project.status),
            "may_publish": _permission(project.may_publish),
            "may_contact": _permission(project.may_contact),
        }

    def _people_values(self, project: Project) -> dict[str, str]:
        named = [row.person for row in project.named_people.all() if row.person_id != project.contact_id]
        values: dict[str, str] = {}
        for number, person in enumerate([project.contact, *named][:PEOPLE_OF_A_ROW], start=1):
            card, ending = contact_card(person, self.viewer), f"#{number}" if number > 1 else ""
            values |= {
                f"contact_name{ending}": card.name,
                f"contact_email{ending}": card.email,
                f"contact_phone{ending}": card.phone,
                f"contact_position{ending}": card.position,
            }
        return values

    def _category_rows(self) -> Iterator[Row]:
        yield [
            *(_("Page"), target_field_label("title"), target_field_label("organisation"), _("Call")),
            *(_("Country"), _("Region"), _("Categories"), _("Categories confirmed")),
            *(_("On public pages"), _("Reason")),
        ]
        for projects in self._in_batches():
            placements = placements_of([project.pk for project in projects], self.language)
            for project in projects:
                project_placements = placements.get(project.pk, [])
                publication = publication_view(project, self.viewer)
                is_confirmed = project_placements and not any(item.is_suggested for item in project_placements)
                yield [
                    *self._project_columns(project),
                    project.call.title,
                    country_name(project.country, self.language) if project.country else "",
                    region_name(project.region, self.language) if project.region else "",
                    SEPARATOR.join(placement.category.name for placement in project_placements),
                    _("confirmed") if is_confirmed else (_("suggested") if project_placements else ""),
                    _("No") if publication.is_kept_off else _("Yes"),
                    publication.reason or publication.why,
                ]

    def _project_columns(self, project: Project) -> list[str]:
        return [
            self.page.format(id=project.pk),
            title_for(project, self.viewer),
            organisation_name(project.organisation, self.viewer),
        ]

    def _organisation_rows(self) -> Iterator[Row]:
        yield [
            *(_("Name"), _("Other names"), target_field_label("organisation_type"), _("Country"), _("City")),
            *(_("Website"), target_field_label("organisation_id"), _("Projects")),
        ]
        organisations = Organisation.objects.filter(merged_into=None, removal=None)
        if self.call is not None:
            organisations = organisations.filter(projects__call=self.call).distinct()
        ids = list(organisations.order_by("pk").values_list("pk", flat=True))
        for batch in _batches(ids):
            projects = Project.objects.readable_by(self.viewer).filter(organisation__in=batch).order_by("organisation")
            counts = dict(projects.values_list("organisation").annotate(number=Count("pk")))
            rows = Organisation.objects.filter(pk__in=batch).prefetch_related("names").order_by("pk")
            for row in rows:
                yield [
                    organisation_name(row, self.viewer),
                    SEPARATOR.join(text_for(other.name, self.viewer) for other in row.names.all()),
                    _label(OrganisationType, row.type),
                    country_name(row.country, self.language) if row.country else "",
                    text_for(row.city, self.viewer),
                    website_of(row, self.viewer),
                    row.external_id,
                    str(counts.get(row.pk, 0)),
                ]

    def _person_rows(self) -> Iterator[Row]:
        yield [
            *(_("Name"), _("Mail address"), _("Telephone"), _("Position"), _("Organisations"), _("Projects")),
            _("Has an account"),
        ]
        people = Person.objects.filter(is_removed=False)
        if self.call is not None:
            in_call = Q(projects__call=self.call) | Q(named_in__project__call=self.call)
            people = people.filter(in_call).distinct()
        for batch in _batches(people.order_by("pk").values_list("pk", flat=True)):
            projects = self._titles_by_person(batch)
            affiliations = Prefetch(
                "affiliations",
                queryset=Affiliation.objects.filter(state=AffiliationState.CONFIRMED)
                .select_related("organisation")
                .order_by("pk"),
            )
            rows = Person.objects.filter(pk__in=batch).prefetch_related("consents", affiliations).order_by("pk")
            for person in rows:
                card = contact_card(person, self.viewer)
                organisations = [
                    organisation_name(row.organisation, self.viewer) for row in person.affiliations.all()
                ]  # fmt: skip
                yield [
                    *(card.name, card.email, card.phone, card.position),
                    SEPARATOR.join(organisations),
                    SEPARATOR.join(projects.get(person.pk, [])),
                    _("Yes") if person.user_id else _("No"),
                ]

    def _titles_by_person(self, ids: Sequence[int]) -> dict[int, list[str]]:
        """Return what the projects of these people are called, those of which they are the contact first.

        Projects are looked up by their ids: a query within a query would go through all of them for each piece.
        """
        readable = Project.objects.readable_by(self.viewer)
        pairs = list(readable.filter(contact__in=ids).order_by("pk").values_list("contact_id", "pk"))
        named = NamedPerson.objects.filter(person__in=ids).order_by("pk")
        pairs += named.values_list("person_id", "project_id")
        titles: dict[int, str] = {}
        for some_ids in _batches(sorted({project for _person, project in pairs})):
            projects = readable.filter(pk__in=some_ids).select_related("organisation")
            titles |= {project.pk: title_for(project, self.viewer) for project in projects.order_by("pk")}
        by_person: dict[int, list[str]] = defaultdict(list)
        for person, project_id in pairs:
            if project_id in titles:
                by_person[person or 0].append(titles[project_id])
        return by_person

    def _decision_rows(self) -> Iterator[Row]:
        yield [
            *(_("Page"), target_field_label("title"), _("Taxonomy"), _("Edition"), _("Decided by"), _("Person")),
            *(_("Time"), _("Decision"), _("Categories"), _("In force"), _("Note")),
        ]
        for ids in _batches(self._projects()):
            assignments = Prefetch(
                "assignments",
                queryset=Assignment.objects.select_related("category").order_by("-is_primary", "pk"),
            )
            rows = Decision.objects.filter(project__in=ids).select_related(
                "project__organisation", "edition__taxonomy", "by"
            )
            rows = rows.prefetch_related(assignments, "assignments__category__texts").order_by("project", "pk")
            for decision in rows:
                yield self._decision_row(decision)

    def _decision_row(self, decision: Decision) -> Row:
        assignments = list(decision.assignments.all())
        return [
            self.page.format(id=decision.project_id),
            title_for(decision.project, self.viewer),
            decision.edition.taxonomy.slug,
            str(decision.edition.number),
            _label(Source, decision.source),
            decision.by.email if decision.by and self.viewer.is_facilitator else "",
            _time(decision.at),
            _label(Outcome, decision.outcome),
            SEPARATOR.join(view_of(row.category, self.language).name for row in assignments),
            _("Yes") if any(row.is_current for row in assignments) else _("No"),
            decision.note if self.viewer.is_facilitator else "",
        ]

    def _link_rows(self) -> Iterator[Row]:
        yield [
            *(_("From"), _("Page"), _("To"), _("Page"), _("Kind of link"), _("Label")),
            *(_("Direction"), _("Strength"), _("Declared on")),
        ]
        links = Link.objects.all()
        if self.call is not None:
            links = links.filter(Q(source__call=self.call) | Q(target__call=self.call))
        for ids in _batches(links.order_by("pk").values_list("pk", flat=True)):
            rows = Link.objects.filter(pk__in=ids).select_related("source__organisation", "target__organisation")
            for link in self._with_readable_ends(list(rows.order_by("pk"))):
                yield [
                    *(title_for(link.source, self.viewer), self.page.format(id=link.source_id)),
                    *(title_for(link.target, self.viewer), self.page.format(id=link.target_id)),
                    text_for(withholding(link.kind, link.source.withheld, link.target.withheld), self.viewer),
                    text_for(link.label, self.viewer) if self.viewer.is_facilitator else "",
                    _label(LinkDirection, link.direction),
                    link.strength,
                    _time(link.created_at),
                ]

    def _with_readable_ends(self, links: Sequence[Link]) -> list[Link]:
        """Return the links between projects that the viewer may read, which are looked up as those of people are."""
        readable = Project.objects.readable_by(self.viewer).order_by("pk")
        readable_ids: set[int] = set()
        for ids in _batches(sorted({pk for link in links for pk in (link.source_id, link.target_id)})):
            readable_ids.update(readable.filter(pk__in=ids).values_list("pk", flat=True))
        return [link for link in links if readable_ids.issuperset((link.source_id, link.target_id))]


def _cell(text: str) -> str:
    """Return a text as the import reads it again: it takes away one apostrophe before what looks like a formula."""
    return escape_formula(text) if text.startswith("'") else text


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """Yield ids in pieces; all are read at once, so that what changes meanwhile moves nothing between the pieces."""
    all_ids = list(ids)
    for start in range(0, len(all_ids), BATCH):
        yield all_ids[start : start + BATCH]


def _label(choices: type[TextChoices], value: str) -> str:
    """Return a choice in words."""
    return str(choices(value).label) if value in choices.values else value


def _permission(answer: str) -> str:
    """Return an answer that the import reads as it was given; what was not clear stays as it is when left empty."""
    return _label(Permission, answer) if answer in (Permission.YES, Permission.NO) else ""


def _time(at: datetime) -> str:
    return localtime(at).strftime("%Y-%m-%d %H:%M")
