"""French texts are set as French is: no line breaks before a sign, or inside quotation marks."""

import pytest
from tools.translations import french_problems, problems_of_files


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Votre profil : voici « deux » mots ; oui !", ["' :'", "'« '", "' »'", "' ;'", "' !'"]),
        ("Votre profil\u00a0: voici «\u00a0deux\u00a0» mots, à 10:30. https://example.org/?a=b", []),
    ],
)
def test_a_space_that_can_break_before_a_sign_is_reported(text: str, places: list[str]) -> None:
    problems = list(french_problems(text))
    assert len(problems) == len(places)
    assert all(f"the space in {place}," in problem for place, problem in zip(places, problems, strict=True))


def test_mails_and_wordings_have_no_such_space() -> None:
    assert list(problems_of_files()) == []
