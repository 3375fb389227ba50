"""States of an edition are named in the reader's language."""

import pytest
from django.utils.translation import override

from skillsnet.taxonomy.enums import EditionState


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_each_state_has_a_name_in_each_language(language: str) -> None:
    english = {state: str(state.label) for state in EditionState}
    with override(language):
        assert [state for state in EditionState if str(state.label) == english[state]] == []
