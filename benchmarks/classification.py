"""The classifier beside its plain peers: cosine to the definitions; regression on words, letters, sentence vectors."""

import csv
import importlib
import inspect
import json
import random
import re
import resource
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.sentence_model import sentence_model
from skillsnet.core.classification import CategoryDefinition, CategoryScore, Confirmed, Embedder, Ranking
from skillsnet.core.classification.classifier import Classifier
from skillsnet.core.classification.evaluation import EvaluationMetrics, evaluate_rankings
from skillsnet.core.taxonomy import load_skills_taxonomy

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data" / "dev"
SEEDS = 5
LARGE = 100_000
PER_MODULE = 100
CODES = ("WBL", "REC", "CAR", "DAT", "ECO", "TRA", "INC", "ENT", "LIF")
# What each module is for, in our words; the texts are the first paragraphs of its functions' documentation.
MODULES = {
    "cluster": "Clustering. Groups of observations: k-means, vector quantisation, hierarchical linkage, dendrograms.",
    "fft": "Fourier transforms. Fast discrete Fourier, sine and cosine transforms, their inverses and frequencies.",
    "integrate": "Integration. Quadrature of functions, and solvers for ordinary differential equations.",
    "interpolate": "Interpolation. Values between known points by splines, polynomials, grids and radial functions.",
    "io": "Input and output. Reading and writing files: MATLAB, Matrix Market, WAV sound, NetCDF, Fortran.",
    "linalg": "Linear algebra. Solving linear equations, eigenvalues, singular values and other decompositions.",
    "ndimage": "Images. Filters, morphology, measurements and geometric transformations of images of any dimension.",
    "optimize": "Optimisation. Minimising functions, fitting curves, least squares, linear programming and roots.",
    "signal": "Signals. Filter design, convolution, spectra, windows, peaks and linear systems of sampled signals.",
    "sparse": "Sparse matrices. Matrices of few entries, their formats and solvers, and paths in graphs.",
    "spatial": "Space. Nearest neighbours, triangulations, Voronoi diagrams, convex hulls, distances and rotations.",
    "special": "Special functions. Bessel, gamma, elliptic, hypergeometric and error functions.",
    "stats": "Statistics. Probability distributions, random variables, hypothesis tests, correlation and sampling.",
}


@dataclass(frozen=True)
class LabelledSet:
    """Texts with labels in one language, half to measure on and half to draw labels from."""

    name: str
    language: str
    multi_label: bool
    categories: Sequence[CategoryDefinition]
    texts: Sequence[str]
    labels: Sequence[tuple[str, ...]]
    train: Sequence[str]
    train_labels: Sequence[tuple[str, ...]]


def measure() -> Iterator[dict[str, Any]]:
    """Yield each set's figures with no label, two, eight, sixteen and all, beside the peers'; then the speed."""
    for labelled_set in labelled_sets():
        for count in (0, 2, 8, 16, None):
            if count != 0 and len(labelled_set.train) < 100:
                continue
            yield compare(labelled_set, count)
    yield speed(473)
    yield speed(LARGE)


def labelled_sets() -> Iterator[LabelledSet]:
    """Yield the sets that are at hand."""
    yield _documentation()
    for language, files in (("en", ("english-1", "english-2")), ("fr", ("french",)), ("es", ("spanish",))):
        for has_indicator_terms in (True, False):
            yield _example(language, files, has_indicator_terms=has_indicator_terms)
        if language != "en":
            yield _with_english_definitions(_example(language, files, has_indicator_terms=False))
    if SHARED.is_dir():
        yield _gold()
        yield _silver()


def compare(labelled_set: LabelledSet, count: int | None) -> dict[str, Any]:
    """Return one set's figures for a number of labels a category (None: all), ours and the peers'."""
    runs = []
    for seed in range(SEEDS if count else 1):
        label_indices = _draw_labels(labelled_set, count, seed=seed)
        run = {"ours": ours(labelled_set, label_indices, seed=seed), **peers(labelled_set, label_indices)}
        if model := sentence_model():
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
        if model := sentence_model():
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
    if model := sentence_model():
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
    source = _documentation()
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


def _halves(
    name: str,
    language: str,
    categories: Sequence[CategoryDefinition],
    pairs: Sequence[tuple[str, tuple[str, ...]]],
    *,
    multi_label: bool,
    seed: int = 2,
) -> LabelledSet:
    order = list(pairs)
    random.Random(seed).shuffle(order)
    half = len(order) // 2
    test, train = order[:half], order[half:]
    return LabelledSet(
        *(name, language, multi_label, categories),
        *([text for text, _ in test], [labels for _, labels in test]),
        *([text for text, _ in train], [labels for _, labels in train]),
    )


def _documentation() -> LabelledSet:
    """Return the functions of scipy by module: texts nobody wrote for us, and labels nobody gave for this."""
    pairs: list[tuple[str, tuple[str, ...]]] = []
    known_texts: set[str] = set()
    for module in MODULES:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module_object = importlib.import_module(f"scipy.{module}")
            documented = [inspect.getdoc(getattr(module_object, name, None)) for name in sorted(module_object.__all__)]
        texts = [_first_paragraphs(text) for text in documented if text]
        new_texts = [text for text in dict.fromkeys(texts) if len(text) > 30 and text not in known_texts]
        known_texts.update(new_texts)
        random.Random(1).shuffle(new_texts)
        pairs += [(text, (module,)) for text in new_texts[:PER_MODULE]]
    categories = [CategoryDefinition(module, {"en": text}) for module, text in MODULES.items()]
    return _halves("scipy functions by module", "en", categories, pairs, multi_label=False)


def _first_paragraphs(text: str) -> str:
    body = re.split(r"\n(?:Parameters|Attributes|Returns|Notes|Methods|See Also|Examples)\n", text)[0]
    return " ".join(re.sub(r"^[\w.]+\(.*?\)\n", "", body, flags=re.DOTALL).split())[:800]


def _example(language: str, files: Sequence[str], *, has_indicator_terms: bool) -> LabelledSet:
    """Return the example network's material with the nine categories, or as strangers without indicator terms."""
    edition = load_skills_taxonomy().editions[-1].categories
    prefix = "" if has_indicator_terms else "x-"
    slugs = {code: prefix + category.slug for code, category in zip(CODES, _in_order(edition), strict=True)}
    categories = [
        CategoryDefinition(
            prefix + category.slug,
            {code: f"{words.name}. {words.definition} {words.includes}" for code, words in category.texts.items()},
        )
        for category in edition
    ]
    rows = [
        json.loads(line)
        for name in files
        for line in (ROOT / "examples" / "material" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    texts = [f"{row['title']}. {row['summary']}" for row in rows]
    labels = [tuple(slugs[code] for code in row["categories"]) for row in rows]
    name = f"example network, {language}, {'indicator terms' if has_indicator_terms else 'definitions alone'}"
    return LabelledSet(
        name, language, categories=categories, multi_label=True, texts=texts, labels=labels, train=[], train_labels=[]
    )


def _with_english_definitions(labelled_set: LabelledSet) -> LabelledSet:
    """Return a set whose definitions are in English alone."""
    categories = [
        CategoryDefinition(category.slug, {"en": category.texts["en"]}) for category in labelled_set.categories
    ]
    return replace(labelled_set, name=f"{labelled_set.name}, in English", categories=categories)


def _in_order(categories: Sequence[Any]) -> list[Any]:
    """Return the nine categories in the order of their codes."""
    order = (
        *("work-based-learning", "recognition-of-skills", "career-guidance-employment-services"),
        *("research-data-analysis", "skills-ecosystem", "training-delivery", "social-inclusion-interaction"),
        *("entrepreneurship-self-employment", "life-skills"),
    )
    by_slug = {category.slug: category for category in categories}
    return [by_slug[slug] for slug in order]


def _gold() -> LabelledSet:
    with (SHARED / "call_export_gold_labels.csv").open(encoding="utf-8", newline="") as file:
        pairs = [(row["text"], tuple(row["labels"].split(";"))) for row in csv.DictReader(file)]
    categories = _categories("call_export_taxonomy_sdg.json")
    return _halves("call export, 17 goals", "en", categories, pairs, multi_label=True)


def _silver() -> LabelledSet:
    with (SHARED / "skills_call_silver_ilo_labels.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["primary"]]
    labels = [tuple(dict.fromkeys([row["primary"], *row["labels"].split(";")])) for row in rows]
    with (SHARED / "skills_call_export_utf8bom.csv").open(encoding="utf-8-sig", newline="") as file:
        other_texts = [f"{row['Proposal title']}. {row['Objectives / summary']}" for row in csv.DictReader(file)]
    name = "skills call, nine categories, silver labels"
    categories = _categories("taxonomy_ilo_skills9.json")
    texts = [row["text"] for row in rows]
    # Too few labels to show any: the other projects of the call are the texts to learn from.
    return LabelledSet(
        name,
        "en",
        categories=categories,
        multi_label=True,
        texts=texts,
        labels=labels,
        train=other_texts[:99],
        train_labels=[()] * 99,
    )


def _categories(name: str) -> list[CategoryDefinition]:
    document = json.loads((SHARED / name).read_text(encoding="utf-8"))
    return [
        CategoryDefinition(category["id"], {"en": f"{category['name']}. {category['definition']}"}, (category["name"],))
        for category in document["categories"]
    ]
