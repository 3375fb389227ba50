"""A text is read with the definitions in its language, however both are tagged."""

import pytest

from skillsnet.core.classification import CategoryDefinition
from skillsnet.core.classification.classifier import Classifier
from skillsnet.core.classification.language_tags import closest_tag

ENGLISH = {"water": "Wells, pipes and clean drinking water.", "forest": "Trees, seedlings and rangers."}
PORTUGUESE = {"water": "Poços, canos e água potável.", "forest": "Árvores, mudas e guardas florestais."}
CHINESE = {"water": "水井、管道和清洁饮用水。", "forest": "树木、苗木和护林员。"}


def _classifier(default: str = "en", **texts: dict[str, str]) -> Classifier:
    tagged = {tag.replace("_", "-"): by_slug for tag, by_slug in texts.items()}
    categories = [CategoryDefinition(slug, {tag: by_slug[slug] for tag, by_slug in tagged.items()}) for slug in ENGLISH]
    return Classifier.learn(categories, multi_label=False, default_language=default)


@pytest.mark.parametrize(
    ("tag", "available", "closest"),
    [
        ("pt", ["en", "pt-BR"], "pt-BR"),
        ("pt-PT", ["en", "pt-BR"], "pt-BR"),
        ("pt_br", ["pt", "pt-BR", "pt-PT"], "pt-BR"),
        ("pt", ["pt-BR", "pt"], "pt"),
        ("pt-AO", ["pt-BR", "pt"], "pt"),
        ("zh-Hant-TW", ["zh-Hans", "zh-Hant"], "zh-Hant"),
        ("ZH-hans-cn", ["zh", "zh-Hans"], "zh-Hans"),
        ("es", ["est", "en"], None),
        ("", ["en"], None),
    ],
)
def test_the_closest_tag_is_the_longest_beginning_in_common(
    tag: str, available: list[str], closest: str | None
) -> None:
    assert closest_tag(tag, available) == closest


@pytest.mark.medium
@pytest.mark.parametrize("tag", ["pt", "pt-BR", "pt-PT", "PT_br"])
def test_definitions_with_a_region_are_read_for_the_whole_language(tag: str) -> None:
    ranking = _classifier(en=ENGLISH, pt_BR=PORTUGUESE).suggest(["Os moradores abrem poços e instalam canos"], [tag])[0]
    assert (ranking.scores[0].slug, ranking.language, ranking.is_fallback) == ("water", "pt-BR", False)
    assert {phrase.phrase for phrase in ranking.scores[0].evidence} >= {"poços", "canos"}


@pytest.mark.parametrize("tag", ["zh", "zh-CN", "zh-Hans", "zh-Hant", "und", None])
def test_definitions_with_a_script_are_read_also_where_nobody_stated_the_language(tag: str | None) -> None:
    ranking = _classifier(en=ENGLISH, zh_Hans=CHINESE).suggest(["村民挖水井并铺设管道"], [tag])[0]
    assert (ranking.scores[0].slug, ranking.language, ranking.is_fallback) == ("water", "zh-Hans", False)


@pytest.mark.medium
def test_the_default_language_may_have_a_region_too() -> None:
    classifier = _classifier("pt-br", pt_BR=PORTUGUESE)
    portuguese, english = classifier.suggest(["Abrem poços e instalam canos na vila", "Wells and pipes"], ["pt", "en"])
    assert (portuguese.scores[0].slug, portuguese.language, portuguese.is_fallback) == ("water", "pt-BR", False)
    assert (english.language, english.is_fallback) == ("pt-BR", True)


@pytest.mark.medium
def test_a_language_of_few_definitions_is_not_read_with_them() -> None:
    categories = [
        CategoryDefinition("water", {"en": ENGLISH["water"], "pt-BR": PORTUGUESE["water"]}),
        CategoryDefinition("forest", {"en": ENGLISH["forest"]}),
        CategoryDefinition("roads", {"en": "Roads and bridges."}),
    ]
    assert Classifier.learn(categories).suggest(["Abrem poços e instalam canos"], ["pt"])[0].is_fallback
