"""Evaluating the classifier on labelled texts: the product's own, with none, some or all labels of a training set."""

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
from skillsnet.core.classification.evaluation import EvaluationMetrics, evaluate_rankings
from skillsnet.core.errors import Invalid

KILOBYTES_PER_UNIT = 1 if sys.platform.startswith("linux") else 1 / 1024


@dataclass(frozen=True)
class EvaluationReport:
    """Metrics, and what they cost; means over the runs."""

    metrics: EvaluationMetrics
    label_count: int
    run_count: int
    texts_per_second: float
    cpu_seconds: float
    peak_memory_mb: float


def evaluate_classifier(
    texts: Sequence[LabelledText],
    train: Sequence[LabelledText],
    taxonomy: LabelTaxonomy,
    *,
    labels_per_class: int | None,
    seeds: int,
    embedder: Embedder | None = None,
) -> EvaluationReport:
    """Return how well the classifier does on the labelled ones among `texts`.

    The labels of `train` are shown to it, all or so many a category; without a training set, and with a number of
    labels, they are taken from `texts` and the rest is evaluated. Unlabelled texts of both are learnt from.
    """
    is_sampled = bool(labels_per_class)
    runs = [
        _evaluate_run(texts, train, taxonomy, labels_per_class=labels_per_class, seed=seed, embedder=embedder)
        for seed in range(seeds if is_sampled else 1)
    ]
    run_metrics = [metrics for metrics, _, _ in runs]
    names = list(EvaluationMetrics.__dataclass_fields__)[1:]
    averaged = EvaluationMetrics(
        run_metrics[0].texts, *(mean(getattr(metrics, name) for metrics in run_metrics) for name in names)
    )
    seconds = mean(cost for _, _, cost in runs)
    return EvaluationReport(
        metrics=averaged,
        label_count=round(mean(count for _, count, _ in runs)),
        run_count=len(runs),
        texts_per_second=len(texts) / seconds if seconds else 0.0,
        cpu_seconds=seconds,
        peak_memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTES_PER_UNIT / 1024,
    )


def _evaluate_run(
    texts: Sequence[LabelledText],
    train: Sequence[LabelledText],
    taxonomy: LabelTaxonomy,
    *,
    labels_per_class: int | None,
    seed: int,
    embedder: Embedder | None,
) -> tuple[EvaluationMetrics, int, float]:
    training, unlabelled, tested = _split(texts, train, labels_per_class=labels_per_class, seed=seed)
    evaluated = [text for text in tested if text.labels]
    if not evaluated:
        raise Invalid(
            _("All labelled texts are used for training, so none is left to measure. Use fewer labels per category.")
        )
    start_seconds = time.process_time()
    classifier = Classifier.learn(
        taxonomy.categories,
        texts=[text.text for text in unlabelled],
        languages=[text.language for text in unlabelled],
        confirmed=[Confirmed(text.text, text.language, text.labels, text.key) for text in training],
        multi_label=taxonomy.multi_label,
        default_language=taxonomy.default_language,
        seed=seed,
        embedder=embedder,
    )
    rankings = classifier.suggest(
        [text.text for text in tested], [text.language for text in tested], with_evidence=False
    )
    cost = time.process_time() - start_seconds
    by_id = {id(text): ranking for text, ranking in zip(tested, rankings, strict=True)}
    metrics = evaluate_rankings(
        [by_id[id(text)] for text in evaluated],
        [set(text.labels) for text in evaluated],
        multi_label=taxonomy.multi_label,
    )
    return metrics, len(training), cost


def _split(
    texts: Sequence[LabelledText], train: Sequence[LabelledText], *, labels_per_class: int | None, seed: int
) -> tuple[list[LabelledText], list[LabelledText], list[LabelledText]]:
    """Return the texts whose labels are shown, those to learn from without labels, and those to rank."""
    source = train or (texts if labels_per_class else ())
    if labels_per_class:
        training = sample_labelled(source, labels_per_class, seed=seed)
    else:
        training = [text for text in source if text.labels]
    # By what they say: a row may stand in both files.
    training_keys = {(text.key, text.text) for text in training}
    tested = [text for text in texts if (text.key, text.text) not in training_keys]
    unlabelled = [*tested, *(text for text in train if (text.key, text.text) not in training_keys)]
    return training, unlabelled, tested


def sample_labelled(texts: Sequence[LabelledText], count: int, *, seed: int) -> list[LabelledText]:
    """Return so many texts for each label, by their main label; fewer where there are fewer."""
    shuffled = [texts[index] for index in np.random.default_rng(seed).permutation(len(texts))]
    by_label: dict[str, list[LabelledText]] = {}
    for text in shuffled:
        if text.labels and len(by_label.setdefault(text.labels[0], [])) < count:
            by_label[text.labels[0]].append(text)
    return [text for label in sorted(by_label) for text in by_label[label]]
