"""What the columns of a file mean: words of their names, looks of their cells, and the best fit of all together."""

from skillsnet.core.intake.column_meanings.guesses import (
    CERTAIN,
    EMPTY_COLUMN,
    SAMPLED_ROWS,
    Guess,
    StoredGuess,
    guess_filled_columns,
    guess_target_fields,
)
from skillsnet.core.intake.column_meanings.readings import is_column_name

__all__ = [
    "CERTAIN",
    "EMPTY_COLUMN",
    "SAMPLED_ROWS",
    "Guess",
    "StoredGuess",
    "guess_filled_columns",
    "guess_target_fields",
    "is_column_name",
]
