"""The landscape of issues: who works on similar things stands near, in neighbourhoods named by what is theirs alone."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from skillsnet.calls.models import Project
from skillsnet.calls.queries import public_texts
from skillsnet.classification.embeddings import installed_embedder
from skillsnet.core.netmap.communities import communities
from skillsnet.core.netmap.graph import NOT_STATED, Integers, Layout
from skillsnet.core.netmap.issues import issue_vectors
from skillsnet.core.netmap.keyness import distinctive_terms
from skillsnet.core.netmap.layouts import PreviousLayout
from skillsnet.core.netmap.layouts.landscape import landscape
from skillsnet.core.netmap.subject_names import subject_names
from skillsnet.facets.actions import add_neighbours, store_neighbourhoods
from skillsnet.facets.models import Neighbourhood, NeighbourhoodMember
from skillsnet.matching.definitions import network_definitions
from skillsnet.matching.models import Suggestion
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.stored import stored_layout, stored_network

SEED = 20260101
# Of fewer projects no neighbourhoods are made: the map by category says as much.
FEWEST = 12
SLUG = "issue-{number}"


@dataclass(frozen=True)
class Landscape:
    """Where the shown projects stand by issue, and the texts it was made of; no layout where there are too few."""

    fingerprint: str
    ids: Integers
    layout: Layout | None


@dataclass(frozen=True)
class _Corpus:
    ids: list[int]
    texts: list[str]
    languages: list[str]
    fingerprint: str


def update_landscape(last: MapVersion | None) -> Landscape:
    """Find the neighbourhoods and where everybody stands, and store who is in which; only where texts have changed."""
    corpus = _read_corpus()
    ids = np.array(corpus.ids, dtype=np.int64)
    if last is not None and last.measures.get("texts_digest") == corpus.fingerprint and _shows_just(last, ids):
        return Landscape(corpus.fingerprint, ids, stored_layout(last, "issue"))
    if len(ids) < FEWEST:
        store_neighbourhoods([], {})
        return Landscape(corpus.fingerprint, ids, None)
    vectors, graph = issue_vectors(
        corpus.texts,
        [language or None for language in corpus.languages],
        definitions=network_definitions(),
        embedder=installed_embedder(),
    )
    labels = communities(graph, len(ids), previous=_previous_communities(corpus.ids), seed=SEED)
    terms = _names(corpus, labels)
    slugs = [SLUG.format(number=number + 1) for number in range(len(terms))]
    store_neighbourhoods(
        list(zip(slugs, terms, strict=True)),
        {pk: slugs[label] for pk, label in zip(corpus.ids, labels.tolist(), strict=True) if label != NOT_STATED},
    )
    layout = landscape(vectors, communities=labels, previous=_previous_layout(last, ids), seed=SEED)
    return Landscape(corpus.fingerprint, ids, layout)


def _names(corpus: _Corpus, labels: Integers) -> list[Mapping[str, Sequence[str]]]:
    """Return the names of the neighbourhoods by language: subjects of the field, which have a name in each.

    A neighbourhood that too few of them tell from the others is named by words of the most frequent language alone.
    """
    subjects = subject_names(corpus.texts, corpus.languages, labels)
    if all(subjects):
        return [*subjects]
    main_language = Counter(corpus.languages).most_common(1)[0][0]
    is_main = np.array([language == main_language for language in corpus.languages])
    chosen = np.flatnonzero(is_main)
    words = distinctive_terms([corpus.texts[i] for i in chosen], [corpus.languages[i] for i in chosen], labels[chosen])
    words += [()] * (len(subjects) - len(words))
    return [names or {"": terms} for names, terms in zip(subjects, words, strict=True)]


def place_newcomers(project_ids: Collection[int]) -> None:
    """Put projects that are in no neighbourhood into the one most of their similar ones are in; three queries."""
    members = NeighbourhoodMember.objects.filter(project__in=list(project_ids))
    newcomer_ids = sorted(set(project_ids) - set(members.values_list("project_id", flat=True)))
    if not newcomer_ids:
        return
    pairs = Suggestion.objects.filter(project__in=newcomer_ids, similar_project__neighbourhood_member__isnull=False)
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    columns = ("project_id", "similar_project__neighbourhood_member__neighbourhood_id")
    for project_id, neighbourhood_id in pairs.order_by("project", "rank").values_list(*columns):
        votes[project_id][neighbourhood_id] += 1
    add_neighbours({pk: count.most_common(1)[0][0] for pk, count in votes.items()})


def _read_corpus() -> _Corpus:
    ids, texts, languages, digest = [], [], [], sha256()
    for pk, text, language in public_texts(Project.objects.public()):
        ids.append(pk)
        texts.append(text)
        languages.append(language)
        digest.update(f"{pk}\0{language}\0{text}\0".encode())
    return _Corpus(ids, texts, languages, digest.hexdigest()[:20])


def _previous_communities(ids: Sequence[int]) -> Integers | None:
    """Return the number of the neighbourhood each project is in now, by its slug; None while there are none."""
    slugs = dict(NeighbourhoodMember.objects.order_by("project").values_list("project_id", "neighbourhood__slug"))
    if not slugs:
        return None
    number_of = {
        slug: int(slug.rsplit("-", 1)[-1]) - 1 for slug in Neighbourhood.objects.values_list("slug", flat=True)
    }
    return np.array([number_of.get(slugs.get(pk, ""), NOT_STATED) for pk in ids], dtype=np.int64)


def _shows_just(last: MapVersion, ids: Integers) -> bool:
    """Return whether a map shows just these: one that was only patched has the texts' mark of the one before."""
    return bool(np.array_equal(stored_network(last, with_names=False).ids, ids))


def _previous_layout(last: MapVersion | None, ids: Integers) -> PreviousLayout | None:
    layout = stored_layout(last, "issue") if last is not None else None
    if layout is None or last is None:
        return None
    return PreviousLayout.of(layout, stored_network(last, with_names=False).ids, ids)
