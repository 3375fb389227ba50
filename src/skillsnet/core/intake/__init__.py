"""Columns of a call's export to target fields, and rows to parsed rows with their problems."""

from skillsnet.core.intake.column_inference import Guess, guess_target_fields, mapping_faults, merged_mapping
from skillsnet.core.intake.drafts import Column, ResolvedValues
from skillsnet.core.intake.header_detection import HeaderRow, find_header
from skillsnet.core.intake.lists import column_vocabulary
from skillsnet.core.intake.naming import Named, named_people
from skillsnet.core.intake.problems import Problem, shown
from skillsnet.core.intake.rows import Reading, read_row
from skillsnet.core.intake.target_fields import MULTIPLE, SINGLE, TARGET_FIELDS, split_target_field
from skillsnet.core.intake.values import is_day_first

__all__ = [
    "MULTIPLE",
    "SINGLE",
    "TARGET_FIELDS",
    "Column",
    "Guess",
    "HeaderRow",
    "Named",
    "Problem",
    "Reading",
    "ResolvedValues",
    "column_vocabulary",
    "find_header",
    "guess_target_fields",
    "is_day_first",
    "mapping_faults",
    "merged_mapping",
    "named_people",
    "read_row",
    "shown",
    "split_target_field",
]
