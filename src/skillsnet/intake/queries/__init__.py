"""Reading imports: what stands, what a run's rows would change, and what is known to compare with."""

from skillsnet.intake.queries.comparison import Columns, Comparison, Made, compare, people_in, target_values
from skillsnet.intake.queries.duplicate_projects import DuplicateProjects
from skillsnet.intake.queries.organisation_matching import Identities
from skillsnet.intake.queries.runs import (
    abandoned_runs,
    all_runs,
    asking_places,
    column_cells,
    count_rows,
    goal_of,
    has_written,
    in_batches,
    kept_rows,
    rejected_rows,
    rows_at,
    rows_in,
    rows_with_problems,
    sample_cells,
    seconds_left,
)

__all__ = [
    "Columns",
    "Comparison",
    "DuplicateProjects",
    "Identities",
    "Made",
    "abandoned_runs",
    "all_runs",
    "asking_places",
    "column_cells",
    "compare",
    "count_rows",
    "goal_of",
    "has_written",
    "in_batches",
    "kept_rows",
    "people_in",
    "rejected_rows",
    "rows_at",
    "rows_in",
    "rows_with_problems",
    "sample_cells",
    "seconds_left",
    "target_values",
]
