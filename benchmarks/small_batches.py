"""`python -m benchmarks.small_batches COMMAND …`: a command of the product whose work goes in small batches.

So that most kills fall between and within several of them.
"""

import os
import sys

A_BATCH = 40


def main(words: list[str]) -> None:
    """Make the batches small, then run the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillsnet.config.settings")
    import django

    django.setup()
    from skillsnet.classification.actions import suggestions
    from skillsnet.cli import main as run
    from skillsnet.intake.actions import commits, undos
    from skillsnet.publication.actions import publishing

    commits.ROWS_A_BATCH = undos.ROWS_A_BATCH = suggestions.BATCH = publishing.BATCH = A_BATCH
    run(["skillsnet", *words])


if __name__ == "__main__":
    main(sys.argv[1:])
