"""Whether two projects may be one: two of title, sender and text must speak for it."""

import pytest

from skillsnet.core.intake.record_linkage.project_likeness import ProjectTraits, project_likeness

TEXT = "Apprentices learn to repair pumps, wells and pipes with older craftsmen in twelve villages along the river."


def _codes(left: ProjectTraits, right: ProjectTraits) -> list[str]:
    likeness = project_likeness(left, right)
    assert likeness == project_likeness(right, left)
    return [reason.code for reason in likeness.reasons] if likeness else []


@pytest.mark.parametrize(
    ("left", "right", "codes"),
    [
        (
            ProjectTraits("Port schol", owner="bo"),
            ProjectTraits("Port school", owner="bo"),
            ["near_title", "same_organisation"],
        ),
        (
            ProjectTraits("Night school", contact="a"),
            ProjectTraits("NIGHT SCHOOL!", contact="a"),
            ["same_title", "same_address"],
        ),
        (
            ProjectTraits("Pump repair", TEXT, owner="bo"),
            ProjectTraits("Pump repair for villages", TEXT, owner="bo"),
            ["longer_title", "same_organisation", "same_text"],
        ),
        (
            ProjectTraits("Pump repair", TEXT, "bo", country="KE"),
            ProjectTraits("Pump repair", TEXT, "cy", country="KE"),
            ["same_title", "same_text"],
        ),
        (
            ProjectTraits("Pumps", TEXT, owner="bo"),
            ProjectTraits("Water for all", TEXT, owner="bo"),
            ["same_text", "same_organisation"],
        ),
        (
            ProjectTraits("School night", owner="bo"),
            ProjectTraits("Night school", owner="bo"),
            ["near_title", "same_organisation"],
        ),
        (
            ProjectTraits("مدرسة المساء", owner="bo"),
            ProjectTraits("مدرسه المساء", owner="bo"),
            ["same_title", "same_organisation"],
        ),
    ],
)
def test_what_may_be_one(left: ProjectTraits, right: ProjectTraits, codes: list[str]) -> None:
    assert _codes(left, right) == codes


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (ProjectTraits("Night school"), ProjectTraits("Night school")),
        (ProjectTraits("Night school", owner="ada"), ProjectTraits("Night school", owner="bo")),
        (ProjectTraits("Night school 2019", owner="bo"), ProjectTraits("Night school 2020", owner="bo")),
        (ProjectTraits("Night school, phase II", TEXT, "bo"), ProjectTraits("Night school, phase III", TEXT, "bo")),
        (ProjectTraits("Second night school", TEXT, "bo"), ProjectTraits("Night school", TEXT, "bo")),
        (ProjectTraits("Training men", owner="bo"), ProjectTraits("Training women", owner="bo")),
        (ProjectTraits("School of the north", owner="bo"), ProjectTraits("School of the south", owner="bo")),
        (
            ProjectTraits("Skills development", "Courses.", "bo"),
            ProjectTraits("Skills development for nurses", TEXT, "bo"),
        ),
        (ProjectTraits("Skills for girls", owner="bo"), ProjectTraits("Skills for boys", owner="bo")),
        (ProjectTraits("", owner="bo"), ProjectTraits("", owner="bo")),
        (ProjectTraits("Pumps", TEXT, "bo", country="KE"), ProjectTraits("Pumps", TEXT, "cy", country="PE")),
    ],
)
def test_what_is_not_one(left: ProjectTraits, right: ProjectTraits) -> None:
    assert _codes(left, right) == []
