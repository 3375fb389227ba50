"""Measure the classifier on a labelled set."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from skillsnet.classification.embeddings import read_embedder
from skillsnet.classification.labelled_sets import LabelTaxonomy, read_labelled, read_taxonomy
from skillsnet.classification.measuring import Measured, measure
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
        parser.add_argument("--embeddings", type=Path, metavar="FOLDER", help="a folder of sentence embeddings to use")
        parser.add_argument("--json", action="store_true", dest="as_json", help="answer as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            taxonomy, measured = _measured(options)
        except Invalid as error:
            raise CommandError("\n".join(error.problems), returncode=UNREADABLE) from error
        if options["as_json"]:
            self.stdout.write(json.dumps(_document(taxonomy, measured), ensure_ascii=False, indent=1))
        else:
            self._tell(taxonomy, measured)

    def _tell(self, taxonomy: LabelTaxonomy, measured: Measured) -> None:
        found = measured.figures
        self.stdout.write(
            _("%(texts)d labelled texts, %(categories)d categories, %(labels)d training labels, %(runs)d runs.")
            % {
                "texts": found.texts,
                "categories": len(taxonomy.categories),
                "labels": measured.labels,
                "runs": measured.runs,
            }
        )
        rows = (
            (_("Macro F1"), f"{found.macro_f1:.3f}"),
            (_("Micro F1"), f"{found.micro_f1:.3f}"),
            (_("First answer correct"), f"{found.top_1:.3f}"),
            (_("Correct answer among the first three"), f"{found.top_3:.3f}"),
            (_("Texts with enough information"), f"{found.coverage:.3f}"),
            (_("First answer correct where the text has enough information"), f"{found.told_accuracy:.3f}"),
            (_("Expected calibration error"), f"{found.calibration_error:.3f}"),
            (_("Texts per CPU second"), f"{measured.texts_per_second:.0f}"),
            (_("CPU seconds"), f"{measured.cpu_seconds:.2f}"),
            (_("Peak memory, MB"), f"{measured.peak_memory_mb:.0f}"),
        )
        width = max(len(label) for label, _value in rows)
        for label, value in rows:
            self.stdout.write(f"{label:<{width}}  {value:>8}")


def _measured(options: dict[str, Any]) -> tuple[LabelTaxonomy, Measured]:
    count, seeds = options["labels_per_class"], options["seeds"]
    if seeds < 1 or (count is not None and count < 1):
        raise Invalid(
            _(
                "The number of seeds and the number of labels per category must be at least 1. For example: "
                "--labels-per-class 8."
            )
        )
    taxonomy = read_taxonomy(options["taxonomy"])
    texts = read_labelled(options["texts"], taxonomy)
    train = read_labelled(options["train"], taxonomy) if options["train"] else []
    if not any(one.labels for one in texts):
        raise Invalid(
            _("“%(file)s” contains no labelled text, so there is nothing to measure. Fill in its column “labels”.")
            % {"file": options["texts"].name}
        )
    embedder = read_embedder(options["embeddings"]) if options["embeddings"] else None
    return taxonomy, measure(texts, train, taxonomy, labels_per_class=count, seeds=seeds, embedder=embedder)


def _document(taxonomy: LabelTaxonomy, measured: Measured) -> dict[str, Any]:
    figures = asdict(measured.figures)
    return {
        "taxonomy": taxonomy.name,
        "categories": len(taxonomy.categories),
        "multi_label": taxonomy.multi_label,
        **{name: round(value, 4) for name, value in figures.items()},
        "labels_shown": measured.labels,
        "runs": measured.runs,
        "texts_per_second": round(measured.texts_per_second, 1),
        "cpu_seconds": round(measured.cpu_seconds, 3),
        "peak_memory_mb": round(measured.peak_memory_mb, 1),
    }
