"""Measuring the classifier on labelled texts: the product's own, with none, some or all labels of a training set."""

import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

import numpy as np
from django.utils.translation import gettext as _

from skillsnet.classification.labelled_sets import LabelledText, LabelTaxonomy
from skillsnet.core.classification import Confirmed, Embedder
from skillsnet.core.classification.classifier import Classifier
from skillsnet.core.classification.evaluation import EvaluationMetrics, figures
from skillsnet.core.errors import Invalid

KILOBYTES_PER_UNIT = 1 if sys.platform.startswith("linux") else 1 / 1024


@dataclass(frozen=True)
class Measured:
    """Metrics, and what they cost; means over the runs."""

    figures: EvaluationMetrics
    labels: int
    runs: int
    texts_per_second: float
    cpu_seconds: float
    peak_memory_mb: float


def measure(
    texts: Sequence[LabelledText],
    train: Sequence[LabelledText],
    taxonomy: LabelTaxonomy,
    *,
    labels_per_class: int | None,
    seeds: int,
    embedder: Embedder | None = None,
) -> Measured:
    """Return how well the classifier does on the labelled ones among `texts`.

    The labels of `train` are shown to it, all or so many a category; without a training set, and with a number of
    labels, they are taken from `texts` and the rest is measured. Unlabelled texts of both are learnt from.
    """
    is_drawn = bool(labels_per_class)
    runs = [
        _run(texts, train, taxonomy, labels_per_class=labels_per_class, seed=seed, embedder=embedder)
        for seed in range(seeds if is_drawn else 1)
    ]
    found = [one for one, _, _ in runs]
    averaged = EvaluationMetrics(
        found[0].texts,
        *(mean(getattr(one, name) for one in found) for name in list(EvaluationMetrics.__dataclass_fields__)[1:]),
    )
    seconds = mean(cost for _, _, cost in runs)
    return Measured(
        figures=averaged,
        labels=round(mean(count for _, count, _ in runs)),
        runs=len(runs),
        texts_per_second=len(texts) / seconds if seconds else 0.0,
        cpu_seconds=seconds,
        peak_memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTES_PER_UNIT / 1024,
    )


def _run(
    texts: Sequence[LabelledText],
    train: Sequence[LabelledText],
    taxonomy: LabelTaxonomy,
    *,
    labels_per_class: int | None,
    seed: int,
    embedder: Embedder | None,
) -> tuple[EvaluationMetrics, int, float]:
    source = train or (texts if labels_per_class else ())
    shown = draw(source, labels_per_class, seed=seed) if labels_per_class else [one for one in source if one.labels]
    # By what they say: a row may stand in both files.
    known = {(one.key, one.text) for one in shown}
    asked = [one for one in texts if (one.key, one.text) not in known]
    measured = [one for one in asked if one.labels]
    if not measured:
        raise Invalid(
            _("All labelled texts are used for training, so none is left to measure. Use fewer labels per category.")
        )
    others = [*asked, *(one for one in train if (one.key, one.text) not in known)]
    started = time.process_time()
    classifier = Classifier.learn(
        taxonomy.categories,
        texts=[one.text for one in others],
        languages=[one.language for one in others],
        confirmed=[Confirmed(one.text, one.language, one.labels, one.key) for one in shown],
        multi_label=taxonomy.multi_label,
        default_language=taxonomy.default_language,
        seed=seed,
        embedder=embedder,
    )
    rankings = classifier.suggest([one.text for one in asked], [one.language for one in asked], with_evidence=False)
    cost = time.process_time() - started
    by_id = {id(one): ranking for one, ranking in zip(asked, rankings, strict=True)}
    result = figures(
        [by_id[id(one)] for one in measured], [set(one.labels) for one in measured], multi_label=taxonomy.multi_label
    )
    return result, len(shown), cost


def draw(texts: Sequence[LabelledText], count: int, *, seed: int) -> list[LabelledText]:
    """Return so many texts for each label, by their main label; fewer where there are fewer."""
    shuffled = [texts[place] for place in np.random.default_rng(seed).permutation(len(texts))]
    drawn: dict[str, list[LabelledText]] = {}
    for one in shuffled:
        if one.labels and len(drawn.setdefault(one.labels[0], [])) < count:
            drawn[one.labels[0]].append(one)
    return [one for label in sorted(drawn) for one in drawn[label]]
