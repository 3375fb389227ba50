"""The classifier beside its plain peers: cosine to the definitions, and logistic regression on TF-IDF."""

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
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from skillsnet.core.classification import CategoryDefinition, CategoryScore, Confirmed, Ranking
from skillsnet.core.classification.classifier import Classifier
from skillsnet.core.classification.evaluation import EvaluationMetrics, figures
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
    """Yield each set's figures with no label, eight, sixteen and all, beside the peers'; then the speed."""
    for one in labelled_sets():
        for count in (0, 8, 16, None):
            if count != 0 and len(one.train) < 100:
                continue
            yield compared(one, count)
    yield speed(473)
    yield speed(LARGE)


def labelled_sets() -> Iterator[LabelledSet]:
    """Yield the sets that are at hand."""
    yield _documentation()
    for language, files in (("en", ("english-1", "english-2")), ("fr", ("french",)), ("es", ("spanish",))):
        for is_known in (True, False):
            yield _example(language, files, is_known=is_known)
    if SHARED.is_dir():
        yield _gold()
        yield _silver()


def compared(one: LabelledSet, count: int | None) -> dict[str, Any]:
    """Return one set's figures for a number of labels a category (None: all), ours and the peers'."""
    runs = []
    for seed in range(SEEDS if count else 1):
        shown = _drawn(one, count, seed=seed)
        runs.append({"ours": ours(one, shown, seed=seed), **peers(one, shown)})
    names = list(runs[0])
    found = {name: _mean([run[name] for run in runs]) for name in names}
    own = found["ours"]
    return {
        "set": one.name,
        "labels_per_class": "all" if count is None else count,
        "texts": own.texts,
        "macro_f1": {name: round(one_.macro_f1, 3) for name, one_ in found.items()},
        "points_over": {
            name: round(100 * (own.macro_f1 - one_.macro_f1), 1) for name, one_ in found.items() if name != "ours"
        },
        "top_1": {name: round(one_.top_1, 3) for name, one_ in found.items()},
        "calibration_error": round(own.calibration_error, 3),
        "coverage": round(own.coverage, 3),
        "told_accuracy": round(own.told_accuracy, 3),
    }


def ours(one: LabelledSet, shown: Sequence[int], *, seed: int) -> EvaluationMetrics:
    """Return the classifier's figures."""
    known = set(shown)
    others = [*one.texts, *(text for at, text in enumerate(one.train) if at not in known)]
    classifier = Classifier.learn(
        one.categories,
        texts=others,
        languages=[one.language] * len(others),
        confirmed=[Confirmed(one.train[at], one.language, one.train_labels[at], at) for at in shown],
        multi_label=one.multi_label,
        default_language="en",
        seed=seed,
    )
    asked = [one.language] * len(one.texts)
    return _figures(one, classifier.suggest(one.texts, asked, with_evidence=False))


def peers(one: LabelledSet, shown: Sequence[int]) -> dict[str, EvaluationMetrics]:
    """Return the figures of scikit-learn's TF-IDF with the cosine, or with logistic regression where labels are."""
    definitions = [category.texts[one.language] for category in one.categories]
    if not shown:
        found = {"cosine": cosine(one, definitions)}
        if one.language != "en":
            found["cosine_to_english"] = cosine(one, [category.texts["en"] for category in one.categories])
        return found
    return {"regression": regression(one, shown, []), "regression_and_definitions": regression(one, shown, definitions)}


def cosine(one: LabelledSet, definitions: Sequence[str]) -> EvaluationMetrics:
    """Return the figures of the cosine to the definitions."""
    vectorizer = _vectorizer(one).fit([*one.texts, *definitions])
    return _figures(
        one, _rankings(one, (vectorizer.transform(one.texts) @ vectorizer.transform(definitions).T).toarray())
    )


def regression(one: LabelledSet, shown: Sequence[int], definitions: Sequence[str]) -> EvaluationMetrics:
    """Return the figures of logistic regression; a text of several categories stands once for each."""
    place = {category.slug: at for at, category in enumerate(one.categories)}
    pairs = [(one.train[at], place[slug]) for at in shown for slug in one.train_labels[at]]
    pairs += list(zip(definitions, range(len(definitions)), strict=True)) if definitions else []
    vectorizer = _vectorizer(one)
    matrix = vectorizer.fit_transform([text for text, _ in pairs])
    model = LogisticRegression(C=10, max_iter=1000).fit(matrix, [at for _, at in pairs])
    chances = np.zeros((len(one.texts), len(one.categories)))
    chances[:, model.classes_] = model.predict_proba(vectorizer.transform(one.texts))
    return _figures(one, _rankings(one, chances))


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
    learnt = time.process_time() - before
    for start in range(0, count, 5_000):
        part = texts[start : start + 5_000]
        classifier.suggest(part, ["en"] * len(part))
    return {
        "set": "speed",
        "texts": count,
        "words_per_text": round(mean(len(text.split()) for text in texts[:1000])),
        "confirmed": len(confirmed),
        "learn_cpu_s": round(learnt, 2),
        "all_cpu_s": round(time.process_time() - before, 2),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _drawn(one: LabelledSet, count: int | None, *, seed: int) -> list[int]:
    if count is None:
        return list(range(len(one.train)))
    drawn: dict[str, list[int]] = {}
    for at in np.random.default_rng(seed).permutation(len(one.train)).tolist() if count else ():
        if len(drawn.setdefault(one.train_labels[at][0], [])) < count:
            drawn[one.train_labels[at][0]].append(at)
    return sorted(at for some in drawn.values() for at in some)


def _vectorizer(one: LabelledSet) -> TfidfVectorizer:
    return TfidfVectorizer(stop_words="english" if one.language == "en" else None)


def _rankings(one: LabelledSet, scores: np.ndarray) -> list[Ranking]:
    slugs = [category.slug for category in one.categories]
    return [
        Ranking(tuple(CategoryScore(slugs[at], float(row[at])) for at in np.argsort(-row, kind="stable")), one.language)
        for row in scores
    ]


def _figures(one: LabelledSet, rankings: Sequence[Ranking]) -> EvaluationMetrics:
    return figures(rankings, [set(labels) for labels in one.labels], multi_label=one.multi_label)


def _mean(some: Sequence[EvaluationMetrics]) -> EvaluationMetrics:
    names = list(EvaluationMetrics.__dataclass_fields__)[1:]
    return EvaluationMetrics(some[0].texts, *(mean(getattr(figure, name) for figure in some) for name in names))


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
    seen: set[str] = set()
    for module in MODULES:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = importlib.import_module(f"scipy.{module}")
            documented = [inspect.getdoc(getattr(found, name, None)) for name in sorted(found.__all__)]
        texts = [_first_paragraphs(text) for text in documented if text]
        own = [text for text in dict.fromkeys(texts) if len(text) > 30 and text not in seen]
        seen.update(own)
        random.Random(1).shuffle(own)
        pairs += [(text, (module,)) for text in own[:PER_MODULE]]
    categories = [CategoryDefinition(module, {"en": text}) for module, text in MODULES.items()]
    return _halves("scipy functions by module", "en", categories, pairs, multi_label=False)


def _first_paragraphs(text: str) -> str:
    body = re.split(r"\n(?:Parameters|Attributes|Returns|Notes|Methods|See Also|Examples)\n", text)[0]
    return " ".join(re.sub(r"^[\w.]+\(.*?\)\n", "", body, flags=re.DOTALL).split())[:800]


def _example(language: str, files: Sequence[str], *, is_known: bool) -> LabelledSet:
    """Return the example network's material with the nine categories, or as strangers without telling words."""
    edition = load_skills_taxonomy().editions[-1].categories
    prefix = "" if is_known else "x-"
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
    name = f"example network, {language}, {'telling words' if is_known else 'definitions alone'}"
    return LabelledSet(
        name, language, categories=categories, multi_label=True, texts=texts, labels=labels, train=[], train_labels=[]
    )


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
        others = [f"{row['Proposal title']}. {row['Objectives / summary']}" for row in csv.DictReader(file)]
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
        train=others[:99],
        train_labels=[()] * 99,
    )


def _categories(name: str) -> list[CategoryDefinition]:
    document = json.loads((SHARED / name).read_text(encoding="utf-8"))
    return [
        CategoryDefinition(one["id"], {"en": f"{one['name']}. {one['definition']}"}, (one["name"],))
        for one in document["categories"]
    ]
