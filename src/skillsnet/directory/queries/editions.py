"""Editions of the skills categories: what stands in each, and what changed between two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from skillsnet.calls.models import Project
from skillsnet.classification.models import Assignment
from skillsnet.core.taxonomy import CategoryDocument, CategoryWords, Change, EditionDocument
from skillsnet.core.taxonomy.differences import CategoryFlow, TextDifference, category_flows, text_differences
from skillsnet.core.taxonomy.sankey import Band, SankeyNode, draw_sankey
from skillsnet.core.taxonomy.values import GOING_ON
from skillsnet.taxonomy.models import Category, Edition
from skillsnet.taxonomy.queries import FALLBACK_LANGUAGE, SKILLS, changes_into, edition_before, edition_document
from skillsnet.taxonomy.rules import is_readable
from skillsnet.taxonomy.sentences import kind_label


@dataclass(frozen=True)
class ChangeDescription:
    """What became of one category, in the words of a page."""

    kind: str
    old: CategoryDocument | None
    new: CategoryDocument | None
    old_name: str
    new_name: str
    count: int | None
    reason: str
    reason_language: str
    language: str
    texts: tuple[TextDifference, ...]
    is_renumbered: bool


@dataclass(frozen=True)
class EditionComparison:
    """The difference of two editions: two pictures of it, and every change in words."""

    old: Edition
    new: Edition
    wide_svg: str
    narrow_svg: str
    descriptions: tuple[ChangeDescription, ...]
    is_counted: bool


def readable_editions(*, is_facilitator: bool) -> list[Edition]:
    """Return the editions somebody may read, by number."""
    editions = Edition.objects.filter(taxonomy__slug=SKILLS).select_related("taxonomy").order_by("number")
    return [edition for edition in editions if is_readable(edition, is_facilitator=is_facilitator)]


def category_of_number(edition: Edition, number: int) -> str | None:
    """Return the short name of the category that has a number in an edition."""
    slug: str | None = edition.categories.filter(number=number).values_list("slug", flat=True).first()
    return slug


def counts_in(edition: Edition) -> dict[str, int]:
    """Return how many shown projects stand in each category of an edition; one query."""
    rows = Assignment.objects.filter(
        is_current=True, category__edition=edition, project__in=Project.objects.public().values("pk")
    )
    counts = rows.order_by().values("category__slug").annotate(n=Count("project", distinct=True))
    return {row["category__slug"]: row["n"] for row in counts.order_by("category__slug")}


def moved_between(old: Edition, new: Edition) -> dict[tuple[str, str], int]:
    """Return how many shown projects stand in an old category and in a new one, for each two; one query."""
    rows = Assignment.objects.filter(
        is_current=True,
        category__edition=old,
        project__in=Project.objects.public().values("pk"),
        project__assignments__is_current=True,
        project__assignments__category__edition=new,
    )
    fields = ("category__slug", "project__assignments__category__slug")
    counts = rows.order_by().values(*fields).annotate(n=Count("project", distinct=True)).order_by(*fields)
    return {(row[fields[0]], row[fields[1]]): row["n"] for row in counts}


def compare_editions(old: Edition, new: Edition, *, language: str) -> EditionComparison:
    """Return the difference of two editions that follow each other; the same few queries whatever their size."""
    before, after = edition_document(old), edition_document(new)
    old_counts, new_counts = counts_in(old), counts_in(new)
    flows = category_flows(
        before, after, _changes_between(old, new), moved_counts=moved_between(old, new), old_counts=old_counts or None
    )
    descriptions = tuple(_describe_change(flow, language) for flow in flows)
    pictures = [
        _picture(before, after, flows, old_counts, new_counts, language, is_narrow=is_narrow)
        for is_narrow in (False, True)
    ]
    return EditionComparison(old, new, pictures[0], pictures[1], descriptions, is_counted=bool(old_counts))


def _changes_between(old: Edition, new: Edition) -> list[Change]:
    """Return the correspondence of two editions; where others lie between them, along those."""
    between = Edition.objects.filter(taxonomy=new.taxonomy_id, number__gt=old.number, number__lte=new.number)
    changes: list[Change] = []
    for index, edition in enumerate(between.order_by("number")):
        step = changes_into(edition, before=edition_before(edition))
        changes = step if index == 0 else _compose(changes, step)
    return changes


def _compose(first: Sequence[Change], then: Sequence[Change]) -> list[Change]:
    """Return two correspondences as one: a step that changed nothing gives way to the other; reasons add up."""
    changes = []
    for change in first:
        nexts = [step for step in then if step.old == change.new] if change.new is not None else []
        if change.new is None:
            changes.append(change)
        for step in nexts:
            if change.old is None and step.new is None:
                continue
            kind = step.kind if change.kind in ("kept", "renumbered") else change.kind
            if change.old is None:
                kind = "added"
            elif step.new is None:
                kind = "retired"
            reasons = {
                code: " ".join(filter(None, [change.reasons.get(code), step.reasons.get(code)]))
                for code in sorted({*change.reasons, *step.reasons})
            }
            changes.append(Change(change.old, step.new, kind, reasons, step.edition))
    once = {(change.old, change.new): change for change in changes}
    return [*once.values(), *(step for step in then if step.old is None)]


def _words_in(category: CategoryDocument | None, language: str) -> tuple[CategoryWords | None, str]:
    """Return a category's words in a language, visibly in English, or in any other."""
    if category is None:
        return None, language
    for code in (language, FALLBACK_LANGUAGE, *category.texts):
        if code in category.texts:
            return category.texts[code], code
    return CategoryWords(category.slug), language


def _describe_change(flow: CategoryFlow, language: str) -> ChangeDescription:
    _after, text_language = _words_in(flow.new or flow.old, language)
    old_words, _old_language = _words_in(flow.old, text_language)
    new_words, _new_language = _words_in(flow.new, text_language)
    reason_language = language if flow.reasons.get(language) else FALLBACK_LANGUAGE
    return ChangeDescription(
        kind=kind_label(flow.kind),
        old=flow.old,
        new=flow.new,
        old_name=old_words.name if old_words else "",
        new_name=new_words.name if new_words else "",
        count=flow.count,
        reason=flow.reasons.get(reason_language, ""),
        reason_language=reason_language,
        language=text_language,
        texts=text_differences(old_words, new_words),
        is_renumbered=flow.is_renumbered and flow.kind in GOING_ON,
    )


def _picture(
    before: EditionDocument,
    after: EditionDocument,
    flows: Sequence[CategoryFlow],
    old_counts: Mapping[str, int],
    new_counts: Mapping[str, int],
    language: str,
    *,
    is_narrow: bool,
) -> str:
    old_index = {category.slug: index for index, category in enumerate(before.categories)}
    new_index = {category.slug: index for index, category in enumerate(after.categories)}
    bands = [
        Band(
            old=old_index[flow.old.slug] if flow.old else None,
            new=new_index[flow.new.slug] if flow.new else None,
            label=kind_label(flow.kind),
            colour=flow.old.colour if flow.old else flow.new.colour if flow.new else 0,
            size=flow.count,
            size_label="" if flow.count is None else str(flow.count),
        )
        for flow in flows
    ]
    return draw_sankey(
        [_node(category, old_counts, language) for category in before.categories],
        [_node(category, new_counts, language) for category in after.categories],
        bands,
        title=_("From edition %(old)d to edition %(new)d") % {"old": before.number, "new": after.number},
        description=_("The list below gives the same information in words."),
        is_narrow=is_narrow,
        is_mirrored=get_language_bidi(),
    )


def _node(category: CategoryDocument, counts: Mapping[str, int], language: str) -> SankeyNode:
    words, _language = _words_in(category, language)
    count = counts.get(category.slug, 0)
    size = ngettext("%(count)d project", "%(count)d projects", count) % {"count": count} if counts else ""
    return SankeyNode(f"{category.number} {words.name if words else category.slug}", size, category.colour)


def edition_categories(edition: Edition) -> list[Category]:
    """Return an edition's categories with their texts, in order."""
    return list(edition.categories.select_related("parent").prefetch_related("texts").order_by("order", "pk"))
