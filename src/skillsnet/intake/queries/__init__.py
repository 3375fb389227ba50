"""Reading imports: their rows, what these would change, and what is known to compare them with."""

from skillsnet.intake.queries.comparison import Comparison, EarlierRecords, FileColumns, compare, target_values
from skillsnet.intake.queries.runs import (
    abandoned_runs,
    all_runs,
    asking_positions,
    column_cells,
    count_rows,
    goal_of,
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
    "Comparison",
    "EarlierRecords",
    "FileColumns",
    "abandoned_runs",
    "all_runs",
    "asking_positions",
    "column_cells",
    "compare",
    "count_rows",
    "goal_of",
    "in_batches",
    "kept_rows",
    "rejected_rows",
    "rows_at",
    "rows_in",
    "rows_with_problems",
    "sample_cells",
    "seconds_left",
    "target_values",
]
