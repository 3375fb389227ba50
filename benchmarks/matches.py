"""Suggestions beside plain peers: who worked together later, lists with reasons, all pairs of 100,000, one change."""

import csv
import gzip
import importlib
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.preprocessing import normalize

from skillsnet.core.matching import Party, PartyText
from skillsnet.core.matching.evaluation import (
    area_under_curve,
    evaluate_suggestions,
    list_metrics,
    neighbours_of,
)
from skillsnet.core.matching.evidence import adamic_adar, codes, evidence_of
from skillsnet.core.matching.reasons import ReasonFinder
from skillsnet.core.matching.suggestions import SMALL_PROJECTS, suggest_from, text_vectors_of
from skillsnet.core.matching.updating import update_suggestions
from skillsnet.core.netmap.graph import Links

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "matching"
LIST_SIZE = 10
SMALL_NETWORK, LARGE_NETWORK = 473, 100_000
LINKS_PER_PARTY = 3
WORDS_PER_TEXT = 60
SUBJECT_COUNT, SUBJECT_WORDS, COMMON_WORDS = 400, 60, 4_000
SYLLABLE_LINE = "ba ko ri ten lu sha mo ner vi dal ga pi zo har mek su tro wi fen qua jo li cam du ros el ney thi bra"
SYLLABLES = SYLLABLE_LINE.split()
REGIONS = {"KE": "africa", "PE": "americas", "VN": "asia", "JO": "arab-states", "FR": "europe"}
Scores = npt.NDArray[np.floating]


def measure(size: int = LARGE_NETWORK) -> Iterator[dict[str, Any]]:
    """Yield figures against later collaborations, then times; `--size` is the large network's."""
    if SHARED.is_dir():
        yield from later_collaborations()
    else:
        yield {"skipped": "the collaborations are not beside this checkout"}
    yield lists_with_reasons(SMALL_NETWORK)
    yield one_change(SMALL_NETWORK)
    yield all_pairs(size)
    yield from peers_on_all_pairs(size)


@dataclass(frozen=True)
class Task:
    """Organisations before a day, their links, and who came together later."""

    parties: Sequence[Party]
    links: Links
    later: Links


def later_collaborations() -> Iterator[dict[str, Any]]:
    """Yield our figures on the collaborations of 2018, and those of plain rankings, as they come and under a cap."""
    task = read_task(date(2018, 1, 1))
    for name, uses_links in (("ours", True), ("ours, without links", False)):
        before = time.process_time()
        metrics = asdict(evaluate_suggestions(task.parties, task.links, task.later, k=LIST_SIZE, uses_links=uses_links))
        seconds = round(time.process_time() - before, 1)
        yield {"method": name, **{key: round(value, 3) for key, value in metrics.items()}, "cpu_s": seconds}
    for name, scores in peer_scores(task).items():
        yield {"method": name, **peer_figures(task, scores, capped=False)}
        yield {"method": f"{name}, capped", **peer_figures(task, scores, capped=True)}


def read_task(before: date) -> Task:
    """Return the development task."""
    members: list[tuple[str, list[str]]] = []
    with gzip.open(SHARED / "oda_projects.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            project = json.loads(line)
            if project["start"] < before.isoformat():
                members.append((f"{project['title']}. {project['text']}", project["orgs"]))
    names = sorted({name for _, own in members for name in own})
    index = {name: at for at, name in enumerate(names)}
    texts: dict[int, list[PartyText]] = defaultdict(list)
    links = set()
    for text, own in members:
        at = sorted({index[name] for name in own})
        links |= {(one, other) for one in at for other in at if one < other}
        for member in at:
            texts[member].append(PartyText(text))
    with (SHARED / "oda_orgs.csv").open(encoding="utf-8", newline="") as file:
        places = {row["org"]: (row["country"], row["ilo_region"]) for row in csv.DictReader(file)}
    with (SHARED / "oda_truth.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["a"], row["b"]) for row in csv.DictReader(file)]
    later = [(index[one], index[other]) for one, other in rows if one in index and other in index]
    parties = [
        Party(at, tuple(texts[at]), project_count=len(texts[at]), country=places[name][0], region=places[name][1])
        for at, name in enumerate(names)
    ]
    return Task(parties, Links.of_pairs(sorted(links)), Links.of_pairs(later))


def peer_scores(task: Task) -> dict[str, Scores]:
    """Return each peer's scores of all pairs."""
    n = len(task.parties)
    texts = [" ".join(text.words for text in party.texts) for party in task.parties]
    tfidf = TfidfVectorizer(sublinear_tf=True, stop_words="english", min_df=2).fit_transform(texts)
    counts = np.array([party.project_count for party in task.parties], dtype=np.float64)
    return {
        "TF-IDF": (tfidf @ tfidf.T).toarray(),
        "BM25": bm25(texts),
        "popularity": np.tile(counts, (n, 1)),
        "friends of friends": adamic_adar(n, task.links).toarray(),
    }


def bm25(texts: Sequence[str], *, saturation: float = 1.2, length_share: float = 0.75) -> Scores:
    """Return the BM25 score of each text as a query to each as a document (Robertson and Zaragoza 2009)."""
    counts = CountVectorizer(stop_words="english", min_df=2).fit_transform(texts).tocsr().astype(np.float64)
    lengths = np.asarray(counts.sum(axis=1))[:, 0]
    spread = np.asarray((counts > 0).sum(axis=0))[0]
    rarity = np.log1p((len(texts) - spread + 0.5) / (spread + 0.5))
    norm = saturation * (1 - length_share + length_share * lengths / lengths.mean())
    weights = counts.copy()
    weights.data = counts.data * (saturation + 1) / (counts.data + np.repeat(norm, np.diff(counts.indptr)))
    weights = weights.multiply(rarity).tocsr()
    return np.asarray(((counts > 0).astype(np.float64) @ weights.T).toarray())


def peer_figures(task: Task, scores: Scores, *, capped: bool) -> dict[str, Any]:
    """Return the figures of a ranking: each one's best, or the best pairs first with nobody twice above the mean."""
    known, later = neighbours_of(task.links), neighbours_of(task.later)
    partners = {row: others for row, own in later.items() if (others := own - known.get(row, set()))}
    # Equal scores are in random order, never in that of the file.
    ranked = scores + np.random.default_rng(0).random(scores.shape) * 1e-9
    aucs = [area_under_curve(ranked[row], own, without=known.get(row, set()) | {row}) for row, own in partners.items()]
    metrics = list_metrics(
        capped_lists(ranked, known) if capped else best_lists(ranked, known),
        partners,
        is_small=[party.project_count <= SMALL_PROJECTS for party in task.parties],
        regions=codes([party.region for party in task.parties]),
        aucs=aucs,
        k=LIST_SIZE,
    )
    return {key: round(value, 3) for key, value in asdict(metrics).items()}


def _allowed(scores: Scores, known: Mapping[int, Set[int]]) -> Scores:
    allowed = scores.astype(np.float64)
    np.fill_diagonal(allowed, -np.inf)
    for row, own in known.items():
        allowed[row, sorted(own)] = -np.inf
    return allowed


def best_lists(scores: Scores, known: Mapping[int, Set[int]]) -> list[list[int]]:
    """Return each one's best."""
    return [np.argsort(-row, kind="stable")[:LIST_SIZE].tolist() for row in _allowed(scores, known)]


def capped_lists(scores: Scores, known: Mapping[int, Set[int]]) -> list[list[int]]:
    """Return lists by pairs relative to the list's own best, nobody above twice the mean, everybody at least once."""
    allowed = _allowed(scores, known)
    relative = allowed / np.maximum(allowed.max(axis=1, keepdims=True), 1e-12)
    n = len(relative)
    lists: list[list[int]] = [[] for _ in range(n)]
    shown = [0] * n
    for code in np.argsort(-relative, axis=None, kind="stable").tolist():
        row, column = divmod(code, n)
        if len(lists[row]) < LIST_SIZE and shown[column] < 2 * LIST_SIZE and np.isfinite(relative[row, column]):
            lists[row].append(column)
            shown[column] += 1
    for column in [at for at in range(n) if not shown[at]]:
        rows = np.argsort(-relative[:, column], kind="stable").tolist()
        row = next(row for row in rows if np.isfinite(relative[row, column]) and shown[lists[row][-1]] > 1)
        shown[lists[row][-1]] -= 1
        lists[row][-1] = column
        shown[column] += 1
    return lists


def lists_with_reasons(count: int) -> dict[str, Any]:
    """Return the CPU seconds for all lists of so many parties, with the reasons for both sides."""
    parties, links = invented_network(count)
    before = time.process_time()
    evidence = evidence_of(parties, links, text_vectors_of(parties))
    suggestions = suggest_from(parties, links, evidence)
    finder = ReasonFinder(parties, links, evidence)
    pairs = [(row, each.index) for row, own in enumerate(suggestions.lists) for each in own]
    reasons = finder.reasons_both_ways(pairs)
    return {
        "what": "lists with reasons",
        "parties": count,
        "suggestions": len(reasons),
        "cpu_s": round(time.process_time() - before, 2),
    }


def one_change(count: int) -> dict[str, Any]:
    """Return the CPU seconds after one party changed its words: what is known of all anew, and its lists."""
    parties, links = invented_network(count)
    previous = suggest_from(parties, links, evidence_of(parties, links, text_vectors_of(parties)))
    parties[7] = replace(parties[7], texts=parties[8].texts)
    before = time.process_time()
    evidence = evidence_of(parties, links, text_vectors_of(parties))
    after_evidence = time.process_time()
    updated = update_suggestions(previous, 7, parties=parties, links=links, evidence=evidence)
    return {
        "what": "one changed profile",
        "parties": count,
        "lists_changed": sum(one != other for one, other in zip(previous.lists, updated.lists, strict=True)),
        "cpu_s": round(time.process_time() - before, 2),
        "of_it_lists_cpu_s": round(time.process_time() - after_evidence, 3),
    }


def all_pairs(count: int) -> dict[str, Any]:
    """Return the CPU seconds for fair lists of so many parties, and of one change among them."""
    parties, links = invented_network(count)
    before = time.process_time()
    evidence = evidence_of(parties, links, text_vectors_of(parties))
    after_evidence = time.process_time()
    suggestions = suggest_from(parties, links, evidence)
    seconds = time.process_time() - before
    counts = suggestions.shown_counts()
    before_change = time.process_time()
    update_suggestions(suggestions, 7, parties=parties, links=links, evidence=evidence)
    return {
        "what": "all pairs, fair lists",
        "parties": count,
        "cpu_s": round(seconds, 1),
        "of_it_evidence_cpu_s": round(after_evidence - before, 1),
        "coverage": round(float((counts > 0).mean()), 4),
        "most": round(float(counts.max() / counts.mean()), 2),
        "change_of_lists_cpu_s": round(time.process_time() - before_change, 2),
    }


def peers_on_all_pairs(count: int) -> Iterator[dict[str, Any]]:
    """Yield the peers' CPU seconds for the nearest ten of each text, without caps, reasons or anything but words."""
    parties, _ties = invented_network(count)
    texts = [text.words for party in parties for text in party.texts]
    before = time.process_time()
    most = 2_000 / count if count > 10_000 else 1.0
    matrix = TfidfVectorizer(sublinear_tf=True, min_df=2, max_df=most).fit_transform(texts)
    vector_seconds = time.process_time() - before
    peers: tuple[tuple[str, Callable[[Any], object]], ...] = (
        ("faiss exact on 128 dimensions", _faiss),
        ("sparse_dot_topn", _sparse_dot),
    )
    for name, search in peers:
        before = time.process_time()
        try:
            search(matrix)
        except ImportError:
            yield {"peer": name, "skipped": "not installed: make bench installs it"}
            continue
        seconds = time.process_time() - before
        yield {"peer": name, "parties": count, "vectors_cpu_s": round(vector_seconds, 1), "cpu_s": round(seconds, 1)}


def _faiss(matrix: Any) -> object:
    faiss = importlib.import_module("faiss")
    rows = normalize(TruncatedSVD(128, algorithm="randomized", random_state=0).fit_transform(matrix)).astype(np.float32)
    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(rows)
    return index.search(rows, LIST_SIZE + 1)


def _sparse_dot(matrix: Any) -> object:
    peer = importlib.import_module("sparse_dot_topn")
    return peer.sp_matmul_topn(matrix, matrix.T.tocsr(), top_n=LIST_SIZE + 1, threshold=0.01, n_threads=1)


def invented_network(count: int, *, seed: int = 1) -> tuple[list[Party], Links]:
    """Return parties that say invented words of a subject and common ones, with random values and links."""
    draw = random.Random(seed)

    def word() -> str:
        return "".join(draw.choices(SYLLABLES, k=3))

    subjects = [[word() for _ in range(SUBJECT_WORDS)] for _ in range(SUBJECT_COUNT)]
    common = [word() for _ in range(COMMON_WORDS)]
    countries = list(REGIONS)
    parties = []
    for key in range(count):
        subject, country = draw.choice(subjects), draw.choice(countries)
        words = draw.choices(subject, k=WORDS_PER_TEXT // 3) + draw.choices(common, k=2 * WORDS_PER_TEXT // 3)
        parties.append(
            Party(
                key,
                (PartyText(" ".join(words), "en"),),
                project_count=1 + (draw.random() < 0.2) * draw.randrange(6),
                categories=frozenset({f"category-{draw.randrange(9)}"}),
                beneficiaries=frozenset({f"group-{draw.randrange(14)}"}),
                stage=draw.randrange(5),
                languages=frozenset({draw.choice(("en", "fr", "es", "ar"))}),
                country=country,
                region=REGIONS[country],
            )
        )
    ends = [(draw.randrange(count), draw.randrange(count)) for _ in range(LINKS_PER_PARTY * count // 2)]
    return parties, Links.of_pairs(ends)
