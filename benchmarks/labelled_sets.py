"""Texts with labels: what the classifier is measured on, in four languages, beside its peers."""

import csv
import gzip
import importlib
import inspect
import json
import random
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from skillsnet.core.classification import CategoryDefinition
from skillsnet.core.taxonomy import load_skills_taxonomy

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data" / "dev"
SENTENCES = ROOT.parent / "shared" / "data" / "matching" / "sib200_en_fr_es_ar.jsonl.gz"
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
# What each topic of the sentences is about, in our words.
TOPICS = {
    "health": {
        "en": "Health. Medicine, illness, hospitals, doctors, treatment.",
        "fr": "Santé. Médecine, maladies, hôpitaux, médecins, soins.",
        "es": "Salud. Medicina, enfermedades, hospitales, médicos, tratamientos.",
        "ar": "الصحة. الطب والأمراض والمستشفيات والأطباء والعلاج.",
    },
    "sports": {
        "en": "Sports. Games, teams, athletes, matches, championships.",
        "fr": "Sport. Jeux, équipes, athlètes, matchs, championnats.",
        "es": "Deportes. Juegos, equipos, atletas, partidos, campeonatos.",
        "ar": "الرياضة. الألعاب والفرق واللاعبون والمباريات والبطولات.",
    },
    "politics": {
        "en": "Politics. Government, elections, parties, ministers, laws.",
        "fr": "Politique. Gouvernement, élections, partis, ministres, lois.",
        "es": "Política. Gobierno, elecciones, partidos, ministros, leyes.",
        "ar": "السياسة. الحكومة والانتخابات والأحزاب والوزراء والقوانين.",
    },
    "science-technology": {
        "en": "Science and technology. Research, physics, biology, computers, inventions.",
        "fr": "Sciences et techniques. Recherche, physique, biologie, informatique, inventions.",
        "es": "Ciencia y tecnología. Investigación, física, biología, informática, inventos.",
        "ar": "العلوم والتكنولوجيا. البحوث والفيزياء والأحياء والحواسيب والاختراعات.",
    },
    "travel": {
        "en": "Travel. Tourists, trips, flights, hotels, visits.",
        "fr": "Voyages. Touristes, séjours, vols, hôtels, visites.",
        "es": "Viajes. Turistas, trayectos, vuelos, hoteles, visitas.",
        "ar": "السفر. السياح والرحلات والطيران والفنادق والزيارات.",
    },
    "geography": {
        "en": "Geography. Countries, cities, rivers, mountains, climate.",
        "fr": "Géographie. Pays, villes, fleuves, montagnes, climat.",
        "es": "Geografía. Países, ciudades, ríos, montañas, clima.",
        "ar": "الجغرافيا. البلدان والمدن والأنهار والجبال والمناخ.",
    },
    "entertainment": {
        "en": "Entertainment. Music, films, television, actors, shows.",
        "fr": "Divertissement. Musique, films, télévision, acteurs, spectacles.",
        "es": "Entretenimiento. Música, películas, televisión, actores, espectáculos.",
        "ar": "الترفيه. الموسيقى والأفلام والتلفزيون والممثلون والعروض.",
    },
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


def labelled_sets() -> Iterator[LabelledSet]:
    """Yield the sets that are at hand."""
    yield documentation()
    for language, files in (("en", ("english-1", "english-2")), ("fr", ("french",)), ("es", ("spanish",))):
        for has_indicator_terms in (True, False):
            yield _example(language, files, has_indicator_terms=has_indicator_terms)
        if language != "en":
            yield _with_english_definitions(_example(language, files, has_indicator_terms=False))
    if SENTENCES.exists():
        for language in ("en", "fr", "es", "ar"):
            yield _sentences(language)
    if SHARED.is_dir():
        yield _gold()
        yield _silver()


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


def documentation() -> LabelledSet:
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


def _sentences(language: str) -> LabelledSet:
    """Return 701 sentences by topic in one of four languages, with definitions in the same."""
    with gzip.open(SENTENCES, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    pairs = [(row[language], (row["topic"].replace("/", "-"),)) for row in rows]
    categories = [CategoryDefinition(topic, texts) for topic, texts in TOPICS.items()]
    return _halves(f"sentences by topic, {language}", language, categories, pairs, multi_label=False)


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
