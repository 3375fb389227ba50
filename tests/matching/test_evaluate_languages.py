"""`skillsnet evaluate-languages` measures any file of texts in several languages."""

import gzip
import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from numpy.typing import NDArray

from skillsnet.core.text.parallel_texts import parallel_texts
from skillsnet.matching.management.commands import evaluate_languages

LINES = [json.dumps({"en": text.text("en"), "fr": text.text("fr")}) for text in parallel_texts()[:40]]
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "matching"


def _run(path: Path, *arguments: str) -> str:
    out = StringIO()
    call_command("evaluate_languages", "--pairs", str(path), "--languages", "fr,en", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.medium
def test_it_answers_in_words_and_in_json(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join([*LINES, '{"en": "alone"}', ""]))
    figures = json.loads(_run(path, "--json"))
    assert list(figures) == ["texts", "mrr", "top1"]
    assert (figures["texts"], figures["mrr"] > 0.9) == (40, True)
    assert f"{figures['mrr']:.3f}" in _run(path)
    mixed = json.loads(_run(path, "--mixed", "--json"))
    assert list(mixed) == ["texts", "share_other_language", "share_blind", "agreement"]
    assert f"{mixed['agreement']:.3f}" in _run(path, "--mixed")


@pytest.mark.medium
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_packed_files_are_read_too(tmp_path: Path, mark: bytes) -> None:
    content = mark + "\n".join(LINES).encode()
    packed, plain = tmp_path / "pairs.jsonl.gz", tmp_path / "pairs.jsonl"
    packed.write_bytes(gzip.compress(content))
    plain.write_bytes(content)
    assert json.loads(_run(packed, "--json"))["texts"] == 40
    assert json.loads(_run(plain, "--json"))["texts"] == 40


def test_embeddings_take_the_place_of_concepts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join(json.dumps({"en": f"one{row}", "fr": f"deux{row}"}) for row in range(20)))
    assert json.loads(_run(path, "--json"))["top1"] < 0.5

    class Numbered:
        def encode(self, texts: Sequence[str]) -> NDArray[np.float64]:
            return np.eye(20)[[int("0" + text.strip("onedux")) for text in texts]]

    monkeypatch.setattr(evaluate_languages, "read_embedder", lambda folder: Numbered())
    assert json.loads(_run(path, "--embeddings", str(tmp_path), "--json"))["top1"] == 1


def test_a_folder_without_embeddings_is_named(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join(LINES))
    with pytest.raises(CommandError, match=r"model\.safetensors"):
        _run(path, "--embeddings", str(tmp_path))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "fewer than two lines"),
        (b'{"en": "alone"}\n' * 3, "fewer than two lines"),
        (b"{\n", "Line 1"),
        (b"[1]\n", "Line 1"),
        (b"\xff\n", "cannot be read"),
    ],
)
def test_what_cannot_be_measured_is_refused(content: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=reason):
        _run(path)


def test_a_missing_file_and_a_single_language_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        _run(tmp_path / "none.jsonl")
    with pytest.raises(CommandError, match="at least two languages"):
        call_command("evaluate_languages", "--pairs", "x", "--languages", "fr")


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/data/matching")
def test_arabic_paragraphs_meet_their_english_twins() -> None:
    out = StringIO()
    call_command(
        "evaluate_languages", "--pairs", str(SHARED / "xquad_en_es_ar.jsonl.gz"), "--languages", "ar,en", "--json",
        stdout=out,
    )  # fmt: skip
    assert json.loads(out.getvalue())["mrr"] >= 0.95
