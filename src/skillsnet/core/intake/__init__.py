"""Columns of a call's export to target fields, and rows to parsed rows with their problems."""

from skillsnet.core.intake.choice_lists import ChoiceList, find_choice_list
from skillsnet.core.intake.column_mapping import mapping_faults, merged_mapping
from skillsnet.core.intake.column_meanings import Guess, guess_target_fields
from skillsnet.core.intake.header_detection import HeaderRow, find_header
from skillsnet.core.intake.mapped_cells import MappedColumn, ResolvedValues
from skillsnet.core.intake.naming import NameMention, find_name_mentions
from skillsnet.core.intake.parsed_rows import ParsedLink, ParsedOrganisation, ParsedPerson, ParsedProject, ParsedRow
from skillsnet.core.intake.problems import RowProblem, excerpt
from skillsnet.core.intake.rows import ParseResult, parse_row
from skillsnet.core.intake.target_fields import MULTIPLE, SINGLE, TARGET_FIELDS, split_target_field
from skillsnet.core.intake.values import is_day_first

__all__ = [
    "MULTIPLE",
    "SINGLE",
    "TARGET_FIELDS",
    "ChoiceList",
    "Guess",
    "HeaderRow",
    "MappedColumn",
    "NameMention",
    "ParseResult",
    "ParsedLink",
    "ParsedOrganisation",
    "ParsedPerson",
    "ParsedProject",
    "ParsedRow",
    "ResolvedValues",
    "RowProblem",
    "excerpt",
    "find_choice_list",
    "find_header",
    "find_name_mentions",
    "guess_target_fields",
    "is_day_first",
    "mapping_faults",
    "merged_mapping",
    "parse_row",
    "split_target_field",
]
