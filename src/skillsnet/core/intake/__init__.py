"""Columns of a call's export to meanings, and rows to candidates with their problems."""

from skillsnet.core.intake.guesses import Guess, guess_meanings, mapping_faults, merged_mapping
from skillsnet.core.intake.meanings import MEANINGS, MULTIPLE, SINGLE
from skillsnet.core.intake.problems import Problem, shown
from skillsnet.core.intake.rows import Column, Reading, read_row
from skillsnet.core.intake.sheet import Header, find_header
from skillsnet.core.intake.values import is_day_first

__all__ = [
    "MEANINGS",
    "MULTIPLE",
    "SINGLE",
    "Column",
    "Guess",
    "Header",
    "Problem",
    "Reading",
    "find_header",
    "guess_meanings",
    "is_day_first",
    "mapping_faults",
    "merged_mapping",
    "read_row",
    "shown",
]
