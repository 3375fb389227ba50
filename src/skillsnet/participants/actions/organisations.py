"""Writing organisations: found by what they are known as, made when they are not, filled in."""

from collections.abc import Iterable, Mapping, Sequence

from skillsnet.participants.actions.upserts import (
    FILLED_IN,
    ORGANISATION_FIELDS,
    OrganisationItem,
    Replacement,
    UpsertResult,
    first_by_key,
    owned_values,
    restore,
)
from skillsnet.participants.models import Organisation, OrganisationName


def upsert_organisations(items: Sequence[OrganisationItem]) -> UpsertResult:
    """Find or make an organisation for each item and fill it in. At most five queries, whatever the number.

    Another way of writing a name is kept, so that it is found next time.
    """
    result, updated = UpsertResult(), []
    first = first_by_key(items)
    ids = {item.existing_id for item in first.values() if item.existing_id}
    existing_by_id = {row.pk: row for row in Organisation.objects.filter(pk__in=ids).order_by("pk")}
    owned = owned_values(items)
    new_by_key: dict[str, Organisation] = {}
    for key, item in first.items():
        existing = existing_by_id.get(item.existing_id or 0)
        if existing is None:
            new = new_by_key.setdefault(item.new_key, Organisation(key=item.new_key, **item.values))
            for name, value in (owned.get(key, {}) | _chosen_values(item)).items():
                setattr(new, name, value)
        elif result.replace(existing, {**_missing_values(existing, item, owned.get(key, {})), **_chosen_values(item)}):
            updated.append(existing)
    if updated:
        Organisation.objects.bulk_update(updated, ORGANISATION_FIELDS)
    for organisation in Organisation.objects.bulk_create(new_by_key.values()):
        result.new_ids.add(organisation.pk)
    for key, item in first.items():
        existing = existing_by_id.get(item.existing_id or 0)
        result.ids[key] = existing.pk if existing else new_by_key[item.new_key].pk
    _add_names(result, first)
    return result


def _missing_values(existing: Organisation, item: OrganisationItem, owned: Mapping[str, str]) -> dict[str, str]:
    """Return the values that rows own and may give: a stated type, and what is still open."""
    values = {name: owned[name] for name in FILLED_IN if name in owned and not getattr(existing, name)}
    if "type" in owned and "type" not in item.kept_fields:
        values["type"] = owned["type"]
    return values


def _chosen_values(item: OrganisationItem) -> dict[str, str]:
    """Return the values that somebody chose to take when saying that two organisations are one."""
    return {name: item.values[name] for name in item.taken_fields if item.values[name]}


def _add_names(result: UpsertResult, first: Mapping[str, OrganisationItem]) -> None:
    """Write down the other ways in which rows write the organisations' names."""
    variants = {key: item for key, item in first.items() if key != item.new_key}
    if not variants:
        return
    keys = list(variants)
    used_keys = {
        *Organisation.objects.filter(key__in=keys).order_by("pk").values_list("key", flat=True),
        *OrganisationName.objects.filter(key__in=keys).order_by("pk").values_list("key", flat=True),
    }
    rows = [
        OrganisationName(organisation_id=result.ids[key], key=key, name=item.values["name"])
        for key, item in variants.items()
        if key not in used_keys
    ]
    OrganisationName.objects.bulk_create(rows)
    result.names = {row.key: row.organisation_id for row in rows}


def restore_organisations(replacements: Sequence[Replacement]) -> None:
    """Put back what `upsert_organisations` replaced, where nobody has changed it since."""
    restore(Organisation, replacements)


def remove_names(keys: Iterable[str]) -> None:
    """Forget ways of writing a name."""
    OrganisationName.objects.filter(key__in=list(keys)).delete()


def remove_organisations(ids: Iterable[int]) -> set[int]:
    """Delete the organisations that nothing refers to any more and return their ids."""
    unused = Organisation.objects.filter(
        pk__in=ids, projects=None, affiliations=None, merged_into=None, merged=None
    ).order_by("pk")
    removed_ids = set(unused.values_list("pk", flat=True))
    Organisation.objects.filter(pk__in=removed_ids).delete()
    return removed_ids
