"""Sentence embeddings from a folder: they help where words do not meet, and a folder that holds none is named."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from model2vec import StaticModel
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from skillsnet.classification.embeddings import installed_embedder, read_embedder
from skillsnet.core.classification import CategoryDefinition
from skillsnet.core.classification.classifier import Classifier
from skillsnet.core.errors import Invalid

WORDS = {"[UNK]": 0, "[PAD]": 1, "wells": 2, "borehole": 3, "trees": 4, "timber": 5}
VECTORS = {2: (1, 0), 3: (0.9, 0.1), 4: (0, 1), 5: (0.1, 0.9)}
WATER = CategoryDefinition("water", {"en": "wells"})
FOREST = CategoryDefinition("forest", {"en": "trees"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model in which a borehole lies near wells and timber near trees."""
    tokenizer = Tokenizer(WordLevel(WORDS, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    vectors = np.zeros((len(WORDS), 2), dtype=np.float32)
    for row, vector in VECTORS.items():
        vectors[row] = vector
    StaticModel(vectors=vectors, tokenizer=tokenizer).save_pretrained(str(tmp_path))
    return tmp_path


def first(classifier: Classifier, texts: Sequence[str]) -> list[tuple[str, bool]]:
    return [
        (ranking.scores[0].slug, ranking.is_conclusive) for ranking in classifier.suggest(texts, ["en"] * len(texts))
    ]


@pytest.mark.medium
def test_they_place_texts_that_share_no_word_with_any_definition(folder: Path) -> None:
    texts = ["borehole", "timber"]
    plain = Classifier.learn([WATER, FOREST], multi_label=False)
    helped = Classifier.learn([WATER, FOREST], multi_label=False, embedder=read_embedder(folder))
    assert [is_conclusive for _, is_conclusive in first(plain, texts)] == [False, False]
    assert first(helped, texts) == [("water", True), ("forest", True)]


@pytest.mark.medium
def test_evidence_still_stands_in_the_text(folder: Path) -> None:
    classifier = Classifier.learn([WATER, FOREST], multi_label=False, embedder=read_embedder(folder))
    (ranking,) = classifier.suggest(["borehole and wells"], ["en"])
    assert {evidence.phrase for evidence in ranking.scores[0].evidence} == {"wells"}


def test_without_the_setting_there_are_none(settings: object) -> None:
    assert installed_embedder() is None


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"does not contain “model\.safetensors”"):
        read_embedder(tmp_path)


@pytest.mark.medium
def test_a_broken_model_is_named(folder: Path, tmp_path: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"no tensors")
    with pytest.raises(Invalid, match="cannot be read"):
        read_embedder(folder)
