"""Parts of a split cell."""

from skillsnet.core.intake.cell_splitting import cell_part


def test_parts_of_a_cell() -> None:
    assert [cell_part("Ada – Forge – Kenya", at=" – ", part=part) for part in range(4)] == ["Ada", "Forge", "Kenya", ""]
    assert [cell_part("Forge (Peru) x", at="(", part=part) for part in range(2)] == ["Forge", "Peru"]
    assert cell_part("one\ntwo", at="line", part=1) == "two"
    assert cell_part("whole", at="", part=0) == "whole"
