"""A mapping of columns to target fields: what was chosen over what stands, and what is wrong with it."""

from collections.abc import Mapping, Sequence

from skillsnet.core.intake.target_fields import SINGLE, split_target_field


def merged_mapping(present: Mapping[str, str], *, chosen: Mapping[str, str]) -> dict[str, str]:
    """Return a target field for each column: the chosen one, else the present one.

    Parameters
    ----------
    present
        Column name to its present or guessed target field.
    chosen
        Column name to target field, for some or all columns; see `mapping_faults`.

    Returns
    -------
    dict of str to str
        A column whose single-valued target field was chosen for another column gives way and becomes `extra`; where
        several columns were chosen for it, they are joined.
    """
    claimed = {target_field for target_field in chosen.values() if target_field.partition("#")[0] in SINGLE}
    return {
        name: chosen.get(name, "extra" if target_field in claimed else target_field)
        for name, target_field in present.items()
    }


def mapping_faults(mapping: Mapping[str, str], *, header: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return what is wrong with a mapping of columns to target fields.

    Parameters
    ----------
    mapping
        Column name to target field.
    header
        Column names of the file.

    Returns
    -------
    list of (code, column, target field)
        `unknown_column` or `unknown_target_field`, in the mapping's order; empty when it is sound.
    """
    faults: list[tuple[str, str, str]] = []
    for column, target_field in mapping.items():
        if column not in header:
            faults.append(("unknown_column", column, target_field))
        elif split_target_field(target_field) is None:
            faults.append(("unknown_target_field", column, target_field))
    return faults
