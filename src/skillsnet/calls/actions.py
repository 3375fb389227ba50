"""Writing calls and projects, and telling the rest of the platform that they changed."""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import ANYONE
from skillsnet.audit.actions import record
from skillsnet.calls.models import (
    Call,
    ChangedProject,
    DataVersion,
    FollowUp,
    Link,
    Project,
    ProjectBeneficiary,
    ProjectLanguage,
    SearchDocument,
)
from skillsnet.calls.queries import PROJECT_FIELDS, named_call, organisation_traits
from skillsnet.calls.withheld import derive_withheld
from skillsnet.core.errors import Invalid
from skillsnet.core.geo import country_name, region_name
from skillsnet.core.intake.duplicates import block_keys
from skillsnet.core.text import tokens
from skillsnet.core.text.slugs import free_slug, slug_of
from skillsnet.db.bulk import insert_rows, update_rows
from skillsnet.db.search import forget_deleted, table_of
from skillsnet.participants.enums import OrganisationType
from skillsnet.participants.models import Organisation, OrganisationName, OrganisationTrait
from skillsnet.participants.texts import shown, words_for_computing
from skillsnet.web.reserved import reserved_words

INDEXED_AT_ONCE = 500
SLUG_LETTERS = 80
_SHORT_NAME = re.compile(rf"[-a-zA-Z0-9_]{{1,{SLUG_LETTERS}}}")
# Of a change of more projects it is not told which; of more rows the older half is forgotten.
MAX_CHANGED_IDS, MOST_KEPT = 500, 5000
SEARCHED_FIELDS = (
    *("title", "summary", "country", "region", "withheld", "organisation__name", "organisation__type"),
    *("organisation__country", "organisation__withheld"),
)
SEARCHED_LANGUAGES = ("en", "fr", "es", "ar")


@transaction.atomic
def make_call(title: str, *, name: str = "", is_example: bool = False, by: int | None) -> Call:
    """Make a call, whatever other calls are called; its slug is made of the name, or of the title, in any script."""
    lock_version()
    taken = {*Call.objects.order_by("slug").values_list("slug", flat=True), *reserved_words()}
    wanted = name if _SHORT_NAME.fullmatch(name) else slug_of(name or title, most=SLUG_LETTERS) or "call"
    slug = free_slug(wanted, taken=taken, most=SLUG_LETTERS)
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
            said = _("“%(name)s” cannot be the short name of a call. Use only Latin letters, digits and dashes.")
            raise Invalid(said % {"name": name})
        stated = title or (name.replace("-", " ").capitalize() if name.isascii() else name)
        return make_call(stated, name=name, is_example=is_example, by=by), True
    if title and title != call.title:
        said = _(
            "The call “%(name)s” already exists with the title “%(title)s”. To create a new call, choose another name."
        )
        raise Invalid(said % {"name": name, "title": call.title})
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


def make_projects(call: Call, *, values: Sequence[Mapping[str, Any]]) -> list[int]:
    """Make projects from values shaped like `queries.snapshots` and return their ids; call inside a transaction."""
    rows = [Project(call=call, **_fields(item)) for item in values]
    made = [project.pk for project in Project.objects.bulk_create(rows)]
    _write_lists(made, values)
    return made


def rewrite_projects(ids: Sequence[int], *, values: Sequence[Mapping[str, Any]]) -> None:
    """Give projects other values, `values[i]` for `ids[i]`; call inside a transaction.

    With `updated_at` among the values (as undo has it) the project is as if it had never been touched.
    """
    now = timezone.now()
    rows = [
        Project(pk=pk, updated_at=datetime.fromisoformat(item["updated_at"]) if "updated_at" in item else now,
                 **_fields(item))
        for pk, item in zip(ids, values, strict=True)
    ]  # fmt: skip
    Project.objects.bulk_update(rows, [*PROJECT_FIELDS, "updated_at"], batch_size=100)
    ProjectLanguage.objects.filter(project__in=ids).delete()
    ProjectBeneficiary.objects.filter(project__in=ids).delete()
    _write_lists(ids, values)


def remove_projects(ids: Sequence[int]) -> None:
    """Delete projects with all that hangs on them; call inside a transaction, and only where nobody decided."""
    Project.objects.filter(pk__in=ids).delete()


def _fields(item: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: item[name] for name in PROJECT_FIELDS}
    if fields["submitted_on"]:
        fields["submitted_on"] = date.fromisoformat(fields["submitted_on"])
    return fields


def _write_lists(ids: Sequence[int], values: Sequence[Mapping[str, Any]]) -> None:
    pairs = list(zip(ids, values, strict=True))
    languages = ((pk, code, order) for pk, item in pairs for order, code in enumerate(item["languages"]))
    insert_rows(ProjectLanguage, ("project_id", "code", "order"), languages)
    groups = ((pk, group, order) for pk, item in pairs for order, group in enumerate(item["beneficiaries"]))
    insert_rows(ProjectBeneficiary, ("project_id", "group", "order"), groups)


def index_projects(ids: Sequence[int]) -> None:
    """Look for names to withhold in these projects, and write what may be found of them.

    Call inside the transaction that changed them, their people or their ties; a constant number of queries.
    """
    derive_withheld(ids)
    projects = Project.objects.filter(pk__in=ids).select_related("organisation").order_by("pk")
    documents = [
        (_folded(_public_names(project)), _public_text(project), project.pk)
        for project in projects.only(*SEARCHED_FIELDS)
    ]
    standing = SearchDocument.objects.filter(project__in=ids).order_by("pk")
    known = set(standing.values_list("pk", flat=True))
    names = ("title", "body")
    update_rows(SearchDocument, names, [document for document in documents if document[-1] in known])
    new = [document for document in documents if document[-1] not in known]
    insert_rows(SearchDocument, (*names, "project_id"), new)


def _public_names(project: Project) -> list[str]:
    organisation = project.organisation
    # An individual participant's name is a person's; people who agreed to nothing cannot be found by their name.
    if organisation is None or organisation.type == OrganisationType.INDIVIDUAL:
        return [shown(project.title, ANYONE, marker=" ")]
    return [shown(text, ANYONE, marker=" ") for text in (project.title, organisation.name)]


def _public_text(project: Project) -> str:
    parts = (_folded([shown(project.summary, ANYONE, marker=" ")]), _folded_place(project.country, project.region))
    return " ".join(part for part in parts if part)


@lru_cache(maxsize=512)
def _folded_place(country: str, region: str) -> str:
    names = [country_name(country, language) for language in SEARCHED_LANGUAGES] if country else []
    names += [region_name(region, language) for language in SEARCHED_LANGUAGES] if region else []
    return _folded(names)


def _folded(texts: Sequence[str]) -> str:
    return " ".join(word for text in texts for word in tokens(text))


def forget_removed_words() -> None:
    """Let the words of projects that were removed or rewritten go from what is searched; one pass over the index."""
    forget_deleted(connection, table=table_of(SearchDocument))


def index_organisations(ids: Sequence[int]) -> None:
    """Write by what these organisations may be found to be the same as another; call inside the transaction."""
    traits = organisation_traits(ids)
    OrganisationTrait.objects.filter(organisation__in=list(ids)).delete()
    numbers = {pk: set(trait_numbers(block_keys(found))) for pk, found in traits.items()}
    names = OrganisationName.objects.filter(organisation__in=list(traits)).order_by("pk")
    for pk, name in names.values_list("organisation_id", "name"):
        numbers[pk].update(trait_numbers(block_keys(replace(traits[pk], name=words_for_computing(name)))))
    pairs = ((pk, number) for pk, found in numbers.items() for number in sorted(found))
    insert_rows(OrganisationTrait, ("organisation_id", "key"), pairs)


def add_traits(numbers: Mapping[int, Collection[int]]) -> None:
    """Add to the traits by which organisations may be found those that are missing; call inside the transaction."""
    standing = OrganisationTrait.objects.filter(organisation__in=list(numbers)).order_by("pk")
    known = set(standing.values_list("organisation_id", "key"))
    pairs = [(pk, number) for pk, found in numbers.items() for number in sorted(found) if (pk, number) not in known]
    insert_rows(OrganisationTrait, ("organisation_id", "key"), pairs)


def index_missing_organisations() -> int:
    """Write by what organisations may be found that were made before this was kept; return how many."""
    missing = list(Organisation.objects.filter(traits=None).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(missing), INDEXED_AT_ONCE):
        with transaction.atomic():
            index_organisations(missing[start : start + INDEXED_AT_ONCE])
    return len(missing)


def trait_numbers(keys: Iterable[str]) -> list[int]:
    """Return block keys as the numbers under which they are kept."""
    return sorted({trait_number(key) for key in keys})


def trait_number(key: str) -> int:
    """Return the number under which a block key is kept."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), signed=True)


def lock_version() -> None:
    """Keep other writers of the network's data waiting until this transaction ends: none makes a thing twice."""
    DataVersion.objects.get_or_create(pk=1, defaults={"number": 0})
    DataVersion.objects.select_for_update().get(pk=1)


def increment_version(project_ids: Sequence[int] | None = None) -> None:
    """Say that the network's data changed, and which projects; call inside the transaction that changes them.

    None means that any may have changed. Of more than `MAX_CHANGED_IDS` it is not told which. Whoever is derived from
    the data is asked to follow once they are written (`settings.AFTER_EACH_CHANGE`).
    """
    transaction.on_commit(_ask_to_follow, robust=True)
    DataVersion.objects.get_or_create(pk=1, defaults={"number": 0})
    DataVersion.objects.filter(pk=1).update(number=F("number") + 1)
    number = DataVersion.objects.values_list("number", flat=True).get(pk=1)
    if project_ids is None or len(project_ids) > MAX_CHANGED_IDS:
        DataVersion.objects.filter(pk=1).update(whole_number=number)
        ChangedProject.objects.filter(number__lte=number).delete()
        return
    told = [ChangedProject(number=number, project_number=pk) for pk in sorted(set(project_ids))]
    ChangedProject.objects.bulk_create(told)
    if ChangedProject.objects.count() > MOST_KEPT:
        _forget_changes()


def _forget_changes() -> None:
    """Forget which projects the older versions changed: what is derived from before them is made anew as a whole."""
    newest = ChangedProject.objects.order_by("-number", "-pk").values_list("number", flat=True)
    forgotten = newest[MOST_KEPT // 2]
    ChangedProject.objects.filter(number__lte=forgotten).delete()
    DataVersion.objects.filter(pk=1, whole_number__lt=forgotten).update(whole_number=forgotten)


def declare_links(call: Call, rows: Iterable[tuple[str, ...]]) -> int:
    """Write declared links between projects of a call: the numbers of both as the call's platform gave them, and what
    ties them; ends that are not there are left out. Returns how many there are now.
    """
    ids = dict(Project.objects.filter(call=call).order_by("pk").values_list("external_id", "pk"))
    made = [
        Link(source_id=ids[source], target_id=ids[target], kind=kind)
        for source, target, kind in rows
        if source in ids and target in ids and source != target
    ]
    with transaction.atomic():
        lock_version()
        Link.objects.bulk_create(made, ignore_conflicts=True)
        data_changed(sorted({end for link in made for end in (link.source_id, link.target_id)}))
    return Link.objects.filter(source__call=call).count()


def words_changed(project_ids: Sequence[int]) -> None:
    """Say that these projects may say something else in words, or nothing; call inside the transaction of the change.

    Whoever shows words that were read before puts them right once this is written, without waiting for a worker
    (`settings.AFTER_OTHER_WORDS`).
    """
    transaction.on_commit(partial(_put_words_right, list(project_ids)), robust=True)


def _put_words_right(project_ids: list[int]) -> None:
    for path in settings.AFTER_OTHER_WORDS:
        import_string(path)(project_ids)


def _ask_to_follow() -> None:
    for path in settings.AFTER_EACH_CHANGE:
        import_string(path)()


def run_follow_ups(project_ids: Sequence[int] | None, *, before_each: Callable[[], None] | None = None) -> None:
    """Run what follows a change of the data, in the order of `settings.FOLLOW_UPS`; None means all projects."""
    for path in settings.FOLLOW_UPS:
        follow_up = import_string(path)
        if before_each is not None:
            before_each()
        follow_up(project_ids=project_ids)


def data_changed(project_ids: Sequence[int] | None, *, gone: Collection[int] = ()) -> None:
    """Say that these projects changed: the version moves inside this transaction, a worker does what follows.

    Those that are `gone` are told to whoever shows them; nothing is to be derived of them any more.
    """
    with transaction.atomic():
        if project_ids is not None:
            words_changed(project_ids)
        increment_version(None if project_ids is None else [*project_ids, *gone])
        numbers = None if project_ids is None else sorted(set(project_ids))
        FollowUp.objects.create(project_numbers=numbers)
