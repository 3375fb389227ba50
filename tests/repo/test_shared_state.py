"""Nothing that changes is shared by threads: what modules hold, and what caches hand out, stays as it was made."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "skillsnet"
CHANGES = frozenset(
    "append add update pop setdefault clear extend remove insert discard popitem sort reverse".split()  # noqa: SIM905
)
# What a cache may hand out: types whose values cannot change, or that a type checker lets nobody change.
UNCHANGING = frozenset(
    "str int bool float bytes None tuple frozenset Mapping Sequence Path Pattern ModuleType".split()  # noqa: SIM905
)
# What may be made once as a module loads, besides what its own class freezes.
MADE_ONCE = frozenset(
    "frozenset tuple compile getLogger Path resolve timedelta date TypeVar ParamSpec NewType ContextVar str len".split()  # noqa: SIM905
) | {
    "min",
    "max",
    "sum",
    "range",
    "log",
    "maketrans",
    "encode",
    "list",
    "local",
    "Namespace",
    "RegexValidator",
    "Library",
    "TypedDict",
    "get_args",
}
# Each exception with the reason why no thread can be harmed by it.
REASONS = {
    "cached classification.embeddings.read_embedder": "the worker alone embeds, one job at a time in its main thread",
    "cached core.classification.concepts._concept_space": "a matrix that is only multiplied once it is made",
    "cached core.geo.countries.countries": "of frozen values",
    "cached core.geo.lists.find_countries": "of frozen values",
    "cached core.classification.indicator_terms.indicator_terms": "of frozen values",
    "cached core.intake.column_meanings.readings.header_rules": "of frozen values",
    "cached core.intake.column_meanings.readings.read_header": "a frozen value",
    "cached core.intake.column_meanings.vocabulary.completed_word": "a frozen value",
    "cached core.intake.column_meanings.vocabulary._phrases": "a tree that is only walked once it is read",
    "cached core.intake.record_linkage.name_variants.variants_of": "a frozen value",
    "cached core.intake.record_linkage.domains._public_suffixes": "a list that is only looked up once it is read",
    "cached core.likeness.concepts.language_concepts": "frozen, with its arrays read-only",
    "cached core.likeness.word_vectors.concept_directions": "frozen, with its arrays read-only",
    "cached matching.described_projects._latest_vectors": "arrays only read; those who share it describe no other text",
    "cached core.search.glossary.subjects": "of frozen values",
    "cached core.search.text_subjects._terms_by_first_word": "a table that is only looked up once it is made",
    "cached core.search.glossary.subjects_by_key": "a table that is only looked up once it is made",
    "cached core.search.query.search_query": "a frozen value",
    "cached core.text.parallel_texts.parallel_texts": "of frozen values",
    "cached core.netmap.layouts.discs._series": "an array made read-only",
    "cached core.netmap.layouts.discs._sunflower": "an array made read-only",
    "cached core.netmap.layouts.springs._kernels": "arrays made read-only",
    "cached core.netmap.layouts.tsne._kernels": "arrays made read-only",
    "cached core.netmap.layouts.world.land": "arrays made read-only",
    "cached facets.search_vectors._means": "a mapping that is only read, of read-only arrays",
    "cached facets.search_vectors._projects": "frozen, with its arrays read-only",
    "cached facets.search_vectors._words": "frozen, with its arrays read-only",
    "cached membership.mail_texts.default_text": "a frozen value",
    "cached membership.wording.wording": "a frozen value",
    "cached netmap.exports.queries._network": "frozen, with its arrays read-only",
    "cached netmap.pictures.queries._network": "frozen, with its arrays read-only",
    "cached web.waiting_work._sources": "a tuple of functions",
    "written db.jobs.queue.working_on._current": "a worker's alone, which does one job at a time in its main thread",
    "made core.text.stems._THREAD_STEMMERS": "a thread sees its own stemmers only",
    "made db.jobs.queue._current": "a worker's alone, which does one job at a time in its main thread",
    "made config.wsgi.application": "Django's own, made for many threads",
    "made config.rsgi.application": "counts who is inside in the event loop's one thread",
    "made config.settings.ENVIRONMENT": "a frozen value",
    "made config.settings.LOGGING": "read once by Django",
    "made core.text.contacts.numbers._NOT_DIGITS": "a table for str.translate, which is only read",
    "made core.text.contacts.plain._SIGNS": "a table for str.translate, which is only read",
    "made core.text.folding._MARKS": "a tuple of ranges",
}


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            name = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def _last_name(node: ast.AST) -> str:
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _held(tree: ast.Module) -> dict[str, ast.expr]:
    """Return what a module gives names to."""
    found: dict[str, ast.expr] = {}
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        if value is not None:
            found.update({target.id: value for target in targets if isinstance(target, ast.Name)})
    return found


def _frozen_classes(trees: dict[str, ast.Module]) -> set[str]:
    """Return the names of our dataclasses that are frozen."""
    return {
        node.name
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and any(word.arg == "frozen" for word in decorator.keywords)
    }


def _written(name: str, tree: ast.Module) -> Iterator[str]:
    """Yield what a module holds and its functions change."""
    held = _held(tree)
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for node in ast.walk(function):
            targets: list[ast.expr] = []
            if isinstance(node, ast.Global):
                yield from (f"written {name}.{function.name}.{one}" for one in node.names)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES:
                targets = [node.func]
            elif isinstance(node, ast.Assign | ast.Delete):
                targets = node.targets
            elif isinstance(node, ast.AugAssign):
                targets = [node.target]
            for target in targets:
                holder = getattr(target, "value", None)
                if isinstance(holder, ast.Name) and holder.id in held:
                    yield f"written {name}.{function.name}.{holder.id}"


def _cached(name: str, tree: ast.Module) -> Iterator[str]:
    """Yield the caches that may hand out something that can change."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and {"cache", "lru_cache"} & {*map(_last_name, node.decorator_list)}:
            said = ast.parse(ast.unparse(node.returns).strip("'\"")) if node.returns else ast.parse("Unsaid")
            names = {_last_name(part) for part in ast.walk(said) if isinstance(part, ast.Name | ast.Attribute)}
            if names - UNCHANGING:
                yield f"cached {name}.{node.name}"


def _made(name: str, tree: ast.Module, frozen: set[str]) -> Iterator[str]:
    """Yield what a module makes as it loads that may have a state of its own."""
    for held, value in _held(tree).items():
        if isinstance(value, ast.Call) and _last_name(value) not in MADE_ONCE | frozen | {"_", "gettext_lazy"}:
            yield f"made {name}.{held}"


def _found(trees: dict[str, ast.Module]) -> set[str]:
    frozen = _frozen_classes(trees)
    return {
        one
        for name, tree in trees.items()
        for one in (*_written(name, tree), *_cached(name, tree), *_made(name, tree, frozen))
    }


@pytest.mark.slow
def test_no_module_shares_what_changes_but_for_a_reason() -> None:
    assert _found(dict(_modules())) == set(REASONS)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("@cache\ndef stemmer(language) -> Any: ...", "cached m.stemmer"),
        ("@lru_cache(maxsize=1)\ndef table() -> dict[str, list[str]]: ...", "cached m.table"),
        ("SEEN = {}\ndef note(key):\n    SEEN[key] = 1", "written m.note.SEEN"),
        ("SEEN: list[int] = []\ndef note(key):\n    SEEN.append(key)", "written m.note.SEEN"),
        ("COUNT = 0\ndef note():\n    global COUNT\n    COUNT += 1", "written m.note.COUNT"),
        ("READER = vectorizers.Tfidf()", "made m.READER"),
    ],
)
def test_what_threads_would_share_is_found(source: str, told: str) -> None:
    assert _found({"m": ast.parse(source)}) == {told}
