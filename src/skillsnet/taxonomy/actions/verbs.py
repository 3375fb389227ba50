"""What is done to a category of a draft, in the list of categories and in the correspondence at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.core.taxonomy import CategoryDocument, CategoryWords, EditionDocument, edition_problems, is_structural
from skillsnet.core.taxonomy.documents import MAX_TEXT_CHARS
from skillsnet.core.taxonomy.drafts import ChangedSince, Draft, difference, undo
from skillsnet.core.taxonomy.operations import Scope, add, merge, retire, reword, split
from skillsnet.core.taxonomy.suggestions import Properties, completed
from skillsnet.core.text import tokens
from skillsnet.taxonomy.actions.categories import CategoryValues, parent_of, why_not_properties
from skillsnet.taxonomy.actions.drafts import start_draft
from skillsnet.taxonomy.actions.guards import check_category_version, lock_edition
from skillsnet.taxonomy.actions.writing import write_draft
from skillsnet.taxonomy.enums import EditionState, Verb
from skillsnet.taxonomy.models import Category, DraftStep, Edition, Taxonomy
from skillsnet.taxonomy.queries import edition_before
from skillsnet.taxonomy.queries.drafts import draft_of, part_document, step_difference
from skillsnet.taxonomy.rules import default_language
from skillsnet.taxonomy.sentences import Titles, taxonomy_problem_sentence, titles_in

Reasons = Mapping[str, str]
NO_WORDS = CategoryWords("")


def rename_category(
    category: Category,
    names: Mapping[str, str],
    *,
    by: int | None,
    reasons: Reasons | None = None,
    version: int | None = None,
) -> DraftStep | None:
    """Give a category other names, per language; return the step, or None when nothing changed."""

    def operation(draft: Draft) -> Draft:
        texts = draft.category(category.slug).texts
        words = {
            language: replace(
                texts.get(language, NO_WORDS), name=names.get(language, texts.get(language, NO_WORDS).name)
            )
            for language in dict.fromkeys([*texts, *names])
        }
        return reword(draft, category.slug, _without_empty(words), reasons=reasons)

    return _do(category, Verb.RENAME, operation, version=version, by=by)


def reword_category(
    category: Category,
    words: Mapping[str, CategoryWords],
    *,
    scope: Scope,
    by: int | None,
    reasons: Reasons | None = None,
    version: int | None = None,
) -> DraftStep | None:
    """Give a category other words, and say whether it covers more or less; None when nothing changed.

    Names stay, and so do the words in languages that are left out.
    """

    def operation(draft: Draft) -> Draft:
        texts = draft.category(category.slug).texts
        named = {code: replace(text, name=texts.get(code, NO_WORDS).name) for code, text in words.items()}
        return reword(draft, category.slug, _without_empty({**texts, **named}), scope=scope, reasons=reasons)

    return _do(category, Verb.REWORD, operation, version=version, by=by)


def split_category(
    category: Category,
    parts: Sequence[CategoryValues],
    *,
    by: int | None,
    reasons: Reasons | None = None,
    version: int | None = None,
) -> DraftStep | None:
    """Put two or more parts in the place of a category.

    The first part keeps the number and, where nothing else is stated, the colour; a part that is called as the category
    was keeps its short name and its mark.
    """

    def operation(draft: Draft) -> Draft:
        divided_category = draft.category(category.slug)
        stated = [_part_properties(divided_category, part, index) for index, part in enumerate(parts)]
        documents = _documents(category, draft, parts, stated, leaving=category.slug)
        return split(draft, category.slug, documents, reasons=reasons)

    return _do(category, Verb.SPLIT, operation, version=version, by=by)


def merge_category(
    category: Category,
    *,
    into: str,
    by: int | None,
    names: Mapping[str, str] | None = None,
    reasons: Reasons | None = None,
    version: int | None = None,
) -> DraftStep | None:
    """Make a category part of another one, which may get another name; its words are added to the other's."""

    def operation(draft: Draft) -> Draft:
        return merge(draft, category.slug, into=into, names=names, reasons=reasons)

    return _do(category, Verb.MERGE, operation, version=version, by=by, merged_into=into)


def retire_category(
    category: Category, *, by: int | None, reasons: Reasons | None = None, version: int | None = None
) -> DraftStep | None:
    """Take a category out of a draft; those below it stand alone."""

    def operation(draft: Draft) -> Draft:
        return retire(draft, category.slug, reasons=reasons)

    return _do(category, Verb.RETIRE, operation, version=version, by=by)


@transaction.atomic
def add_category(
    edition: Edition, values: CategoryValues, *, by: int | None, reasons: Reasons | None = None
) -> Category:
    """Add a category to a draft, the last of the list."""
    locked = lock_edition(edition)
    current = draft_of(locked)
    stated = [Properties(values.slug, values.number, values.mark, values.colour)]
    blank = Category(edition=locked, slug=values.slug)
    document = _documents(blank, current, [values], stated)[0]
    parent = parent_of(blank, values.parent)
    document = replace(document, parent=parent.slug if parent else None)
    _write_step(locked, Verb.ADD, document.slug, current, add(current, document, reasons=reasons), by=by)
    return locked.categories.get(slug=document.slug)


@transaction.atomic
def add_named_category(taxonomy: Taxonomy, name: str, *, language: str, by: int | None) -> DraftStep | None:
    """Add a category that has a name only to the taxonomy's draft, begun where there is none; return the step.

    None where the draft has a category of this name already, in any language.
    """
    drafts = taxonomy.editions.filter(state__in=(EditionState.DRAFT, EditionState.OPEN)).order_by("-number")
    edition = drafts.first() or start_draft(taxonomy, by=by)
    names = {tuple(tokens(words.name)) for item in draft_of(edition).categories for words in item.texts.values()}
    if tuple(tokens(name)) in names:
        return None
    category = add_category(edition, CategoryValues({language: CategoryWords(name)}), by=by)
    return DraftStep.objects.filter(edition=edition, slug=category.slug).order_by("-pk").first()


@transaction.atomic
def undo_step(step: DraftStep, *, by: int | None) -> None:
    """Undo a step of a draft; `Invalid` when later work builds on it."""
    locked = lock_edition(step.edition)
    current = draft_of(locked)
    try:
        target = undo(current, step_difference(step))
    except ChangedSince as error:
        names = titles_in(EditionDocument(locked.number, current.categories))
        message = _("“%(name)s” has been changed since then. Undo the later changes first.")
        raise Invalid(message % {"name": names.get(error.slug, error.slug)}) from error
    _write(locked, current, target)
    record("taxonomy.undo_step", subject=f"edition:{locked.pk}", by=by, verb=step.verb, slug=step.slug)
    step.delete()


@transaction.atomic
def _do(
    category: Category,
    verb: Verb,
    operation: Callable[[Draft], Draft],
    *,
    version: int | None,
    by: int | None,
    merged_into: str = "",
) -> DraftStep | None:
    locked = lock_edition(category.edition)
    row = locked.categories.select_for_update().filter(pk=category.pk).first()
    if row is None:
        message = _("“%(name)s” is no longer a category of this edition. Reload the page.")
        raise Invalid(message % {"name": category.slug})
    if version is not None:
        check_category_version(row, version=version)
    current = draft_of(locked)
    return _write_step(locked, verb, category.slug, current, operation(current), by=by, merged_into=merged_into)


def _write_step(
    edition: Edition, verb: Verb, slug: str, current: Draft, target: Draft, *, by: int | None, merged_into: str = ""
) -> DraftStep | None:
    done = difference(current, target)
    if done.before == done.after:
        return None
    _write(edition, current, target)
    record(f"taxonomy.{verb}_category", subject=f"edition:{edition.pk}", by=by, slug=slug)
    return DraftStep.objects.create(
        edition=edition,
        verb=verb,
        slug=slug,
        merged_into=merged_into,
        before=part_document(done.before, number=edition.number),
        after=part_document(done.after, number=edition.number),
        positions=dict(done.before.positions),
        by_id=by,
    )


def _write(edition: Edition, current: Draft, target: Draft) -> None:
    document = EditionDocument(edition.number, target.categories)
    problems = [problem for problem in edition_problems(document) if is_structural(problem)]
    if problems:
        titles = Titles(new=titles_in(document))
        raise Invalid([taxonomy_problem_sentence(problem, titles) for problem in problems])
    _refuse_long(target)
    write_draft(edition, edition_before(edition), current, target)
    edition.version += 1
    edition.save(update_fields=["version"])


def _refuse_long(draft: Draft) -> None:
    """Refuse texts that no file of the taxonomy could hold, such as those of two long ones joined."""
    for category in draft.categories:
        for words in category.texts.values():
            if max(len(text) for text in vars(words).values()) > MAX_TEXT_CHARS:
                message = _("A text of “%(name)s” would have more than %(number)d characters. Shorten it first.")
                raise Invalid(message % {"name": words.name or category.slug, "number": MAX_TEXT_CHARS})


def _part_properties(divided_category: CategoryDocument, part: CategoryValues, index: int) -> Properties:
    language = default_language()
    has_same_name = part.words.get(language, NO_WORDS).name == divided_category.texts.get(language, NO_WORDS).name
    is_same = part.slug == divided_category.slug or (not part.slug and has_same_name)
    return Properties(
        slug=divided_category.slug if is_same else part.slug,
        number=part.number or (divided_category.number if index == 0 else 0),
        mark=part.mark or (divided_category.mark if is_same else ""),
        colour=part.colour or (divided_category.colour if index == 0 else 0),
    )


def _documents(
    category: Category,
    draft: Draft,
    values: Sequence[CategoryValues],
    stated: Sequence[Properties],
    *,
    leaving: str = "",
) -> list[CategoryDocument]:
    """Return new categories, what they are not given suggested; refuse short names and numbers that are not free."""
    staying = category.edition.categories.exclude(slug=leaving)
    problems = [
        problem
        for item in stated
        for problem in why_not_properties(item.slug, item.number, categories=staying)
    ]  # fmt: skip
    slugs = [item.slug for item in stated if item.slug]
    for slug in slugs:
        if slug in draft.old_slugs and slug != leaving:
            message = _(
                "The short name “%(slug)s” belonged to another category in the previous edition. Give the new "
                "category its own short name."
            )
            problems.append(message % {"slug": slug})
        if slugs.count(slug) > 1:
            problems.append(
                _("Two categories have the short name “%(slug)s”. Give one of them another short name.")
                % {"slug": slug}
            )
    if problems:
        raise Invalid(list(dict.fromkeys(problems)))
    names = [_name(item.words) for item in values]
    properties = completed(draft, list(zip(stated, names, strict=True)), without=[leaving] if leaving else [])
    parent = draft.category(leaving).parent if leaving else None
    return [
        CategoryDocument(item.slug, item.number, item.mark, item.colour, _without_empty(value.words), parent)
        for item, value in zip(properties, values, strict=True)
    ]


def _name(words: Mapping[str, CategoryWords]) -> str:
    return next((words[code].name for code in (default_language(), "en", *words) if code in words), "")


def _without_empty(words: Mapping[str, CategoryWords]) -> dict[str, CategoryWords]:
    return {code: text for code, text in words.items() if any(vars(text).values())}
