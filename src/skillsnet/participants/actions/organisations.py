"""Writing organisations: found by what they are known as, made when they are not, filled in."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from skillsnet.participants.actions.upserts import UpsertResult, first_by_key, owned_values, restore
from skillsnet.participants.models import Organisation, OrganisationName

FILLED_IN = ("external_id", "website")


def upsert_organisations(wanted: Sequence[Mapping[str, Any]]) -> UpsertResult:
    """Find or make an organisation for each item and fill it in. At most five queries, whatever the number.

    An item's `is` says which organisation it was found to be: `id` of a standing one, or `key` of the one that is made
    for it and for others of its kind. Another way of writing a name is kept, so that it is found next time.
    """
    settled, changed = UpsertResult(), []
    first = first_by_key(wanted)
    ids = {item["is"]["id"] for item in first.values() if item["is"]["id"]}
    standing = {found.pk: found for found in Organisation.objects.filter(pk__in=ids).order_by("pk")}
    owned = owned_values(wanted)
    made: dict[str, Organisation] = {}
    for key, item in first.items():
        found = standing.get(item["is"]["id"] or 0)
        if found is None:
            new = made.setdefault(item["is"]["key"], _new(item))
            for name, value in (owned.get(key, {}) | _taken(item)).items():
                setattr(new, name, value)
        elif settled.replace(found, {**_filled_in(found, item, owned.get(key, {})), **_taken(item)}):
            changed.append(found)
    if changed:
        Organisation.objects.bulk_update(changed, ["name", "type", "country", *FILLED_IN])
    for organisation in Organisation.objects.bulk_create(made.values()):
        settled.made.add(organisation.pk)
    for key, item in first.items():
        pk = item["is"]["id"] if item["is"]["id"] in standing else made[item["is"]["key"]].pk
        settled.ids[key] = pk
    _keep_names(settled, first)
    return settled


def _new(item: Mapping[str, Any]) -> Organisation:
    fields = {name: item[name] for name in ("name", "type", "country", *FILLED_IN)}
    return Organisation(key=item["is"]["key"], **fields)


def _filled_in(found: Organisation, item: Mapping[str, Any], owned: Mapping[str, str]) -> dict[str, str]:
    """Return the values that rows own and may give: a stated type, and what is still open."""
    values = {name: owned[name] for name in FILLED_IN if name in owned and not getattr(found, name)}
    if "type" in owned and "type" not in item.get("leave", ()):
        values["type"] = owned["type"]
    return values


def _taken(item: Mapping[str, Any]) -> dict[str, str]:
    """Return the values that somebody chose to take when saying that two organisations are one."""
    return {name: item[name] for name in item.get("take", ()) if item[name]}


def _keep_names(settled: UpsertResult, first: Mapping[str, Mapping[str, Any]]) -> None:
    """Keep the other ways of writing the organisations' names."""
    missing = {key: item for key, item in first.items() if key != item["is"]["key"]}
    if not missing:
        return
    own = Organisation.objects.filter(key__in=list(missing)).order_by("pk").values_list("key", flat=True)
    known = {*own, *OrganisationName.objects.filter(key__in=list(missing)).order_by("pk").values_list("key", flat=True)}
    rows = [
        OrganisationName(organisation_id=settled.ids[key], key=key, name=item["name"])
        for key, item in missing.items()
        if key not in known
    ]
    OrganisationName.objects.bulk_create(rows)
    settled.names = {row.key: row.organisation_id for row in rows}


def restore_organisations(changes: Sequence[Mapping[str, Any]]) -> None:
    """Put back what `upsert_organisations` replaced, where nobody has changed it since."""
    restore(Organisation, changes)


def remove_names(keys: Iterable[str]) -> None:
    """Forget ways of writing a name."""
    OrganisationName.objects.filter(key__in=list(keys)).delete()


def remove_organisations(ids: Iterable[int]) -> set[int]:
    """Delete organisations nothing stands on any more and return the ids of those that are gone."""
    free = Organisation.objects.filter(
        pk__in=ids, projects=None, affiliations=None, merged_into=None, merged=None
    ).order_by("pk")
    gone = set(free.values_list("pk", flat=True))
    Organisation.objects.filter(pk__in=gone).delete()
    return gone
