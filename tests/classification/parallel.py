"""Several facilitators at one project at once; `python -m tests.classification.parallel` prints what came of it."""

import json
from functools import partial

ACTORS = 6


def main() -> None:
    """Decide one project several times at once, ask for learning several times at once, and print the outcomes."""
    from benchmarks.installation import prepare

    prepare()
    from skillsnet.accounts.models import User
    from skillsnet.classification.actions import DecisionConflict, begin_relearning, confirm_categories, undo_decision
    from skillsnet.classification.models import Assignment, Decision, Relearning
    from skillsnet.core.errors import Invalid
    from skillsnet.home.invariants import broken_invariants
    from skillsnet.taxonomy.models import Category
    from skillsnet.taxonomy.queries import current_edition
    from tests.factories import make_project
    from tests.intake.parallel import _at_once

    edition, project = current_edition(), make_project()
    assert edition
    users = [User.objects.create_user(f"person{number}@example.org", role="facilitator").pk for number in range(ACTORS)]
    categories = list(edition.categories.order_by("pk")[:ACTORS])

    def decide(by: int, category: Category) -> None:
        try:
            confirm_categories(project, [category], by=by, expected_latest_id=0)
        except DecisionConflict:
            raise Invalid("overtaken") from None

    decide_outcomes = _at_once([partial(decide, by, category) for by, category in zip(users, categories, strict=True)])
    decision = Decision.objects.get(outcome="placed")
    undo_outcomes = _at_once([lambda: undo_decision(decision, by=decision.by_id)] * ACTORS)
    _at_once([lambda: begin_relearning(edition, by=None, is_asked=True)] * ACTORS)
    figures = {
        "decided": decide_outcomes.count(0),
        "undone": undo_outcomes.count(0),
        "decisions": Decision.objects.count(),
        "current": Assignment.objects.filter(is_current=True).count(),
        "relearnings": Relearning.objects.count(),
        "broken": broken_invariants(),
    }
    print(json.dumps(figures))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main()
