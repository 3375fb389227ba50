"""The classifier beside its plain peers: cosine to the definitions; regression on words, letters, sentence vectors."""

import random
import resource
import time
from collections.abc import Iterator, Sequence
from statistics import mean
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.labelled_sets import LabelledSet, documentation, labelled_sets
from benchmarks.sentence_model import sentence_model
from skillsnet.core.classification import CategoryScore, Confirmed, Embedder, Ranking
from skillsnet.core.classification.classifier import Classifier
from skillsnet.core.classification.evaluation import EvaluationMetrics, evaluate_rankings

SEEDS = 5
LARGE = 100_000


def measure(sets: str = "") -> Iterator[dict[str, Any]]:
    """Yield each set's figures with no label, two, eight, sixteen and all, beside the peers'; then the speed.

    `--sets WORD` takes the sets alone that have the word in their names.
    """
    for labelled_set in labelled_sets():
        if sets not in labelled_set.name:
            continue
        for count in (0, 2, 8, 16, None):
            if count != 0 and len(labelled_set.train) < 100:
                continue
            yield compare(labelled_set, count)
    if not sets:
        yield speed(473)
        yield speed(LARGE)


def compare(labelled_set: LabelledSet, count: int | None) -> dict[str, Any]:
    """Return one set's figures for a number of labels a category (None: all), ours and the peers'."""
    runs = []
    for seed in range(SEEDS if count else 1):
        label_indices = _draw_labels(labelled_set, count, seed=seed)
        run = {"ours": ours(labelled_set, label_indices, seed=seed), **peers(labelled_set, label_indices)}
        if model := _model_for(labelled_set):
            run["ours_with_embeddings"] = ours(labelled_set, label_indices, seed=seed, embedder=model)
        runs.append(run)
    names = list(runs[0])
    metrics = {name: _mean([run[name] for run in runs]) for name in names}
    own_metrics = metrics["ours"]
    return {
        "set": labelled_set.name,
        "labels_per_class": "all" if count is None else count,
        "texts": own_metrics.texts,
        "macro_f1": {name: round(peer_metrics.macro_f1, 3) for name, peer_metrics in metrics.items()},
        "points_over": {
            name: round(100 * (own_metrics.macro_f1 - peer_metrics.macro_f1), 1)
            for name, peer_metrics in metrics.items()
            if not name.startswith("ours")
        },
        "top_1": {name: round(peer_metrics.top_1, 3) for name, peer_metrics in metrics.items()},
        "calibration_error": round(own_metrics.calibration_error, 3),
        "coverage": round(own_metrics.coverage, 3),
        "told_accuracy": round(own_metrics.selective_accuracy, 3),
    }


def ours(
    labelled_set: LabelledSet, label_indices: Sequence[int], *, seed: int, embedder: Embedder | None = None
) -> EvaluationMetrics:
    """Return the classifier's figures."""
    labelled_indices = set(label_indices)
    unlabelled = [
        *labelled_set.texts,
        *(text for at, text in enumerate(labelled_set.train) if at not in labelled_indices),
    ]
    classifier = Classifier.learn(
        labelled_set.categories,
        texts=unlabelled,
        languages=[labelled_set.language] * len(unlabelled),
        confirmed=[
            Confirmed(labelled_set.train[at], labelled_set.language, labelled_set.train_labels[at], at)
            for at in label_indices
        ],
        multi_label=labelled_set.multi_label,
        default_language="en",
        seed=seed,
        embedder=embedder,
    )
    languages = [labelled_set.language] * len(labelled_set.texts)
    return _figures(labelled_set, classifier.suggest(labelled_set.texts, languages, with_evidence=False))


def peers(labelled_set: LabelledSet, label_indices: Sequence[int]) -> dict[str, EvaluationMetrics]:
    """Return the figures of scikit-learn's TF-IDF with the cosine, or with logistic regression where labels are."""
    definitions = [
        category.texts.get(labelled_set.language) or category.texts["en"] for category in labelled_set.categories
    ]
    if not label_indices:
        metrics = {"cosine": cosine(labelled_set, definitions)}
        if model := _model_for(labelled_set):
            metrics["cosine_and_sentences"] = cosine(labelled_set, definitions, model=model)
        if labelled_set.language != "en":
            metrics["cosine_to_english"] = cosine(
                labelled_set, [category.texts["en"] for category in labelled_set.categories]
            )
        return metrics
    metrics = {
        "regression": regression(labelled_set, label_indices, []),
        "regression_and_definitions": regression(labelled_set, label_indices, definitions),
        "regression_on_letters": regression(labelled_set, label_indices, definitions, on_letters=True),
    }
    if model := _model_for(labelled_set):
        metrics["regression_and_sentences"] = regression(labelled_set, label_indices, definitions, model=model)
    return metrics


def cosine(
    labelled_set: LabelledSet, definitions: Sequence[str], *, model: Embedder | None = None
) -> EvaluationMetrics:
    """Return the figures of the cosine to the definitions, that of sentence vectors added to that of words."""
    vectorizer = _vectorizer(labelled_set).fit([*labelled_set.texts, *definitions])
    products = (vectorizer.transform(labelled_set.texts) @ vectorizer.transform(definitions).T).toarray()
    if model is not None:
        products = products + model.encode(labelled_set.texts) @ model.encode(definitions).T
    return _figures(labelled_set, _rankings(labelled_set, products))


def regression(
    labelled_set: LabelledSet,
    label_indices: Sequence[int],
    definitions: Sequence[str],
    *,
    on_letters: bool = False,
    model: Embedder | None = None,
) -> EvaluationMetrics:
    """Return the figures of logistic regression; a text of several categories stands once for each.

    With a sentence model its vectors stand beside the words.
    """
    columns = {category.slug: at for at, category in enumerate(labelled_set.categories)}
    pairs = [(labelled_set.train[at], columns[slug]) for at in label_indices for slug in labelled_set.train_labels[at]]
    pairs += list(zip(definitions, range(len(definitions)), strict=True)) if definitions else []
    vectorizer = (
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
        if on_letters
        else _vectorizer(labelled_set)
    )
    known_texts = [text for text, _ in pairs]
    known, asked = vectorizer.fit_transform(known_texts), vectorizer.transform(labelled_set.texts)
    if model is not None:
        known = sparse.hstack([known, model.encode(known_texts)]).tocsr()
        asked = sparse.hstack([asked, model.encode(labelled_set.texts)]).tocsr()
    learner = LogisticRegression(C=10, max_iter=1000).fit(known, [at for _, at in pairs])
    chances = np.zeros((len(labelled_set.texts), len(labelled_set.categories)))
    chances[:, learner.classes_] = learner.predict_proba(asked)
    return _figures(labelled_set, _rankings(labelled_set, chances))


def speed(count: int) -> dict[str, Any]:
    """Return the CPU seconds for so many texts, learnt from and judged with their phrases, some of them labelled."""
    source = documentation()
    pieces = [piece for text in (*source.texts, *source.train) for piece in text.split(". ") if len(piece) > 20]
    draw = random.Random(1)
    texts = [". ".join(draw.sample(pieces, 6)) for _ in range(count)]
    labels = source.train_labels
    confirmed = [Confirmed(source.train[at], "en", labels[at], at) for at in range(min(count // 60, len(labels)))]
    before = time.process_time()
    classifier = Classifier.learn(
        source.categories, texts=texts, languages=["en"] * count, confirmed=confirmed, multi_label=False
    )
    learn_seconds = time.process_time() - before
    for start in range(0, count, 5_000):
        part = texts[start : start + 5_000]
        classifier.suggest(part, ["en"] * len(part))
    return {
        "set": "speed",
        "texts": count,
        "words_per_text": round(mean(len(text.split()) for text in texts[:1000])),
        "confirmed": len(confirmed),
        "learn_cpu_s": round(learn_seconds, 2),
        "all_cpu_s": round(time.process_time() - before, 2),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _model_for(labelled_set: LabelledSet) -> Embedder | None:
    """Return the sentence model, for texts in English alone: it takes a quarter of a second a text."""
    return sentence_model() if labelled_set.language == "en" else None


def _draw_labels(labelled_set: LabelledSet, count: int | None, *, seed: int) -> list[int]:
    if count is None:
        return list(range(len(labelled_set.train)))
    indices_by_label: dict[str, list[int]] = {}
    for at in np.random.default_rng(seed).permutation(len(labelled_set.train)).tolist() if count else ():
        if len(indices_by_label.setdefault(labelled_set.train_labels[at][0], [])) < count:
            indices_by_label[labelled_set.train_labels[at][0]].append(at)
    return sorted(at for indices in indices_by_label.values() for at in indices)


def _vectorizer(labelled_set: LabelledSet) -> TfidfVectorizer:
    return TfidfVectorizer(stop_words="english" if labelled_set.language == "en" else None)


def _rankings(labelled_set: LabelledSet, scores: np.ndarray) -> list[Ranking]:
    slugs = [category.slug for category in labelled_set.categories]
    return [
        Ranking(
            tuple(CategoryScore(slugs[at], float(row[at])) for at in np.argsort(-row, kind="stable")),
            labelled_set.language,
        )
        for row in scores
    ]


def _figures(labelled_set: LabelledSet, rankings: Sequence[Ranking]) -> EvaluationMetrics:
    return evaluate_rankings(
        rankings, [set(labels) for labels in labelled_set.labels], multi_label=labelled_set.multi_label
    )


def _mean(runs: Sequence[EvaluationMetrics]) -> EvaluationMetrics:
    names = list(EvaluationMetrics.__dataclass_fields__)[1:]
    return EvaluationMetrics(runs[0].texts, *(mean(getattr(figure, name) for figure in runs) for name in names))
