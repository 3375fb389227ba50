"""Likeness across languages and within one, beside TF-IDF and BM25 on words; and what many texts cost."""

import csv
import gzip
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from benchmarks.sentence_model import sentence_model
from skillsnet.core.likeness import TextVectors, text_vectors
from skillsnet.core.likeness.evaluation import FIRST, SEED, evaluate_mixed, evaluate_twins
from skillsnet.core.netmap.communities import communities
from skillsnet.core.netmap.graph import NOT_STATED
from skillsnet.core.netmap.issues import issue_vectors
from skillsnet.core.text.parallel_texts import parallel_texts

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "matching"
EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "material"
MATERIAL = (("english-1", "en"), ("english-2", "en"), ("french", "fr"), ("spanish", "es"))
TWINS = (("xquad_en_es_ar", "ar", "en"), ("xquad_en_es_ar", "es", "en"), ("sib200_en_fr_es_ar", "ar", "en"))
BEFORE = "2018-01-01"
SIZES = (473, 5_000)
K1, B = 1.2, 0.75
PART_WORDS = 25


def measure(sizes: tuple[int, ...] = SIZES, large: int = 0) -> Iterator[dict[str, Any]]:
    """Yield figures of each set that is there, and CPU seconds for many texts; `--large 100000` adds a size."""
    yield _neighbourhoods()
    if SHARED.exists():
        for name, first, second in TWINS:
            yield _twins(name, (first, second))
        for name in ("idrc_en_fr", "idrc_nonames_en_fr"):
            yield _mixed(name, ("en", "fr"))
        yield from _collaborations()
        yield _parts_of_real_texts()
    for n in (*sizes, large):
        if n:
            yield _cost(n)


def _twins(name: str, languages: tuple[str, str]) -> dict[str, Any]:
    texts = [tuple(str(row[language]) for language in languages) for row in _rows(f"{name}.jsonl.gz")]
    start = time.process_time()
    metrics = evaluate_twins(texts, languages)
    cpu_s = round(time.process_time() - start, 2)
    first, second = ([text[index] for text in texts] for index in (0, 1))
    figures = {"task": f"{name} {languages[0]} to {languages[1]}", "mrr": round(metrics.mrr, 4), "cpu_s": cpu_s}
    for peer, score in (("tfidf", _tfidf), ("bm25", _bm25)):
        products = score(first + second)[: len(first), len(first) :]
        ranks = (products >= np.diag(products)[:, None]).sum(axis=1)
        figures[f"{peer}_mrr"] = round(float((1 / ranks).mean()), 4)
    if model := sentence_model():
        start = time.process_time()
        figures["embeddings_mrr"] = round(evaluate_twins(texts, languages, embedder=model).mrr, 4)
        figures["embeddings_cpu_s"] = round(time.process_time() - start, 2)
    return figures


def _mixed(name: str, languages: tuple[str, str]) -> dict[str, Any]:
    texts = [tuple(str(row[language]) for language in languages) for row in _rows(f"{name}.jsonl.gz")]
    metrics = evaluate_mixed(texts, languages)
    figures: dict[str, Any] = {"task": f"{name} mixed", "share_blind": round(metrics.share_blind, 4)}
    figures["share_other_language"] = round(metrics.share_other_language, 4)
    figures["agreement"] = round(metrics.agreement, 4)
    # The same draw as that of `evaluate_mixed`.
    drawn = np.random.default_rng(SEED).integers(0, len(languages), len(texts))
    mixed = [text[index] for text, index in zip(texts, drawn, strict=True)]
    alone = [text[languages.index("en")] for text in texts]
    for peer, score in (("tfidf", _tfidf), ("bm25", _bm25)):
        shown, expected = _first_pairs(score(mixed)), _first_pairs(score(alone))
        across = float(np.mean([drawn[row] != drawn[column] for row, column in shown]))
        figures[f"{peer}_share_other_language"] = round(across, 4)
        figures[f"{peer}_agreement"] = round(len(shown & expected) / len(expected), 4)
    return figures


def _first_pairs(products: Any) -> set[tuple[int, int]]:
    """Return each text with the others that are most like it."""
    np.fill_diagonal(products, -np.inf)
    order = np.argsort(-products, axis=1, kind="stable")[:, :FIRST]
    return {(row, int(column)) for row, columns in enumerate(order) for column in columns}


def _neighbourhoods() -> dict[str, Any]:
    """Return how often the members of a neighbourhood of the example network are in another language than a text."""
    rows = [
        (language, f"{row['title']}. {row['summary']}")
        for name, language in MATERIAL
        for row in map(json.loads, (EXAMPLES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
    ]
    codes = np.array([language for language, _ in rows])
    graph = issue_vectors([text for _, text in rows], codes.tolist())[1]
    labels = communities(graph, len(rows), seed=SEED)
    is_other = codes[:, None] != codes[None, :]
    is_same_place = (labels[:, None] == labels[None, :]) & (labels[:, None] != NOT_STATED)
    is_same_place &= ~np.eye(len(rows), dtype=bool)
    counts = is_same_place.sum(axis=1)
    shares = (is_other & is_same_place).sum(axis=1)[counts > 0] / counts[counts > 0]
    return {
        "task": "example network, neighbourhoods",
        "neighbourhoods": len(set(labels.tolist()) - {NOT_STATED}),
        "share_other_language": round(float(shares.mean()), 4),
        "share_blind": round(float(is_other.sum() / (len(rows) * (len(rows) - 1))), 4),
    }


def _collaborations() -> Iterator[dict[str, Any]]:
    """Yield how well likeness of organisations' projects foretells whom they take up one with later."""
    projects = [row for row in _rows("oda_projects.jsonl.gz") if str(row["start"]) < BEFORE]
    organisations = sorted({organisation for row in projects for organisation in row["orgs"]})
    index_of = {organisation: index for index, organisation in enumerate(organisations)}
    members: list[list[int]] = [[] for _ in organisations]
    is_known = np.eye(len(organisations), dtype=bool)
    for number, row in enumerate(projects):
        indices = sorted({index_of[organisation] for organisation in row["orgs"]})
        is_known[np.ix_(indices, indices)] = True
        for index in indices:
            members[index].append(number)
    texts = [f"{row['title']}. {row['text']}" for row in projects]
    joined = [" ".join(texts[number] for number in group) for group in members]
    is_later = np.zeros_like(is_known)
    with (SHARED / "oda_truth.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["a"] in index_of and row["b"] in index_of:
                pair = index_of[row["a"]], index_of[row["b"]]
                is_later[pair] = is_later[pair[::-1]] = True
    is_later &= ~is_known
    for name, products in (
        ("mean of projects", _products(text_vectors(texts, ["en"] * len(texts)).pooled(members))),
        ("joined texts", _products(text_vectors(joined, ["en"] * len(joined)))),
        ("TF-IDF of joined texts", _tfidf(joined)),
        ("BM25 of joined texts", _bm25(joined)),
    ):
        yield {"task": "oda", "likeness": name, "auc": round(_auc(products, is_later, is_known), 4)}


def _auc(products: Any, is_later: Any, is_known: Any) -> float:
    """Return the mean over organisations of how often a later partner scores above another organisation."""
    areas = []
    for row in np.flatnonzero(is_later.any(axis=1)):
        later = products[row, is_later[row]]
        rest = np.sort(products[row, ~is_later[row] & ~is_known[row]])
        below = np.searchsorted(rest, later, side="left") + np.searchsorted(rest, later, side="right")
        areas.append(below.mean() / 2 / len(rest))
    return float(np.mean(areas))


def _cost(n: int) -> dict[str, Any]:
    """Yield CPU seconds for n made texts of two subjects each, in three languages, and for one more."""
    chance = np.random.default_rng(n)
    languages = ("en", "fr", "es")
    words = {language: [text.text(language).split() for text in parallel_texts()] for language in languages}
    texts, codes = [], [languages[index % 3] for index in range(n)]
    for code in codes:
        first, second = chance.integers(0, len(words[code]), 2)
        texts.append(" ".join(chance.permutation(words[code][first] + words[code][second])[:60]))
    start = time.process_time()
    vectors = text_vectors(texts, codes)
    fit_s = time.process_time() - start
    start = time.process_time()
    nearest = vectors.nearest(10)
    nearest_s = time.process_time() - start
    start = time.process_time()
    vectors.nearest_to(texts[0], codes[0])
    query_s = time.process_time() - start
    recall = _recall(vectors, nearest.indices)
    return {
        "n": n, "fit_cpu_s": round(fit_s, 2), "nearest_cpu_s": round(nearest_s, 2), "one_cpu_s": round(query_s, 3),
        "recall": recall,
    }  # fmt: skip


def _parts_of_real_texts() -> dict[str, Any]:
    """Return how much of the exact ten nearest the search finds among the real texts, cut into parts of 25 words."""
    texts: list[tuple[str, str]] = [("en", f"{row['title']}. {row['text']}") for row in _rows("oda_projects.jsonl.gz")]
    for name in ("idrc_en_fr", "xquad_en_es_ar", "sib200_en_fr_es_ar"):
        texts += [(code, row[code]) for row in _rows(f"{name}.jsonl.gz") for code in name.split("_")[1:]]
    parts = [
        (code, " ".join(words[start : start + PART_WORDS]))
        for code, words in ((code, text.split()) for code, text in texts)
        for start in range(0, len(words), PART_WORDS)
        if len(words) - start > PART_WORDS // 2
    ]
    vectors = text_vectors([part for _, part in parts], [code for code, _ in parts])
    start_s = time.process_time()
    nearest = vectors.nearest(10)
    seconds = round(time.process_time() - start_s, 2)
    return {"task": "parts of real texts", "n": len(parts), "nearest_cpu_s": seconds,
            "recall": _recall(vectors, nearest.indices, sample=400)}  # fmt: skip


def _recall(vectors: TextVectors, indices: Any, *, sample: int = 100) -> float:
    """Return the share of the exact ten nearest that are among those of a sample's lists."""
    shares = []
    for row in range(0, len(indices), max(1, len(indices) // sample)):
        scores = vectors.order_scores(row)
        scores[row] = -np.inf
        exact = set(np.argsort(-scores, kind="stable")[: indices.shape[1]].tolist())
        shares.append(len(exact & set(indices[row].tolist())) / len(exact))
    return round(float(np.mean(shares)), 4)


def _products(vectors: TextVectors) -> Any:
    return np.stack([vectors.row_scores(row) for row in range(len(vectors.texts))])


def _tfidf(texts: Sequence[str]) -> Any:
    matrix = TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
    return (matrix @ matrix.T).toarray()


def _bm25(texts: Sequence[str]) -> Any:
    counts = CountVectorizer().fit_transform(texts).astype(np.float64)
    spread = np.bincount(counts.indices, minlength=counts.shape[1])
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    rarity = np.log(1 + (counts.shape[0] - spread + 0.5) / (spread + 0.5))
    norm = np.repeat(K1 * (1 - B + B * lengths / lengths.mean()), np.diff(counts.indptr))
    weights = csr_matrix(
        (rarity[counts.indices] * counts.data * (K1 + 1) / (counts.data + norm), counts.indices, counts.indptr),
        shape=counts.shape,
    )
    return (counts.sign() @ weights.T).toarray()


def _rows(name: str) -> list[dict[str, Any]]:
    with gzip.open(SHARED / name, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]
