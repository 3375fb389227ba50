"""What the files beside this one say: written as form builders write them, with invented answers."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Export:
    """What a file says.

    `lists` are by the column that holds them, row by row; `skips` are the rows that are no answers.
    """

    lists: dict[str, list[list[str]]]
    skips: dict[int, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)


_WORK = "Which languages do you work in?"
_GROUPS = "Which groups do you work with?"
_WHO = "Who is your project for?"

EXPORTS = {
    "qualtrics": Export(
        {_WORK: [["French", "Arabic"], ["Ewe"]]},
        skips={3: "machine", 4: "preview", 6: "unfinished"},
        fields={"Project title": "title"},
    ),
    "limesurvey-codes": Export(
        {"work": [["SQ001", "SQ002"], ["SQ002", "Ewe"]]},
        skips={3: "unfinished"},
        fields={"title": "title", "organisation": "organisation"},
    ),
    "limesurvey-words": Export(
        {_WORK: [["French", "Arabic"], ["Arabic", "Ewe"]]},
        skips={3: "unfinished"},
        fields={"Project title": "title"},
    ),
    "kobotoolbox-codes": Export(
        {"group_org/languages": [["french", "arabic"], ["arabic"]]},
    ),
    "kobotoolbox-labels": Export(
        {_WORK: [["French", "Arabic"], ["Arabic"]]},
        fields={"Project title": "title"},
    ),
    "google-forms": Export(
        {"How well do you work in these languages?": [
            ["French (Fluent)", "Arabic (Basic)"], ["French (Basic)"], ["Arabic (Fluent)"],
        ]},
        fields={"Project title": "title"},
    ),
    "typeform": Export(
        {"French, Arabic, Other": [["French", "Arabic"], ["Arabic", "Ewe"]]},
        fields={"Project title": "title"},
    ),
    "drupal-7": Export(
        {_WORK: [["French", "Arabic"], ["Arabic"]]},
        skips={5: "unfinished"},
        fields={"Project title": "title"},
    ),
    "redcap-codes": Export(
        {"languages": [["1", "2"], ["2"]]},
        fields={"title": "title"},
    ),
    "redcap-labels": Export(
        {_WORK: [["French", "Arabic"], ["Arabic"]]},
        fields={"Project title": "title"},
    ),
    "alchemer": Export(
        {_WHO: [["Women", "Farmers, fishers"], ["dockers"]]},
        skips={3: "unfinished"},
        fields={"Project title": "title"},
    ),
    # Written after the layouts were recognised, and right as they came but for two: who answered, and a status of 0.
    "answers-long": Export({}, fields={"In which country?": "country"}),
    "arabic-grid": Export({"ما مستواك في اللغات التالية؟": [
        ["العربية (ممتاز)", "الفرنسية (جيد)"], ["العربية (جيد)"], ["العربية (ممتاز)", "الفرنسية (جيد)"],
    ]}),
    "drupal-webform-8": Export({_WORK: [["French", "Arabic"], ["Arabic", "Ewe"]]}, skips={3: "unfinished"}),
    "eusurvey": Export({_GROUPS: [["Women", "Farmers"], ["Young people"]]}),
    "gravity-forms": Export({"Languages": [["French", "Arabic"], ["Arabic"]]}),
    "jotform": Export({"How well do you work in these languages?": [
        ["French (Fluent)", "Arabic (Basic)"], ["French (Basic)", "Arabic (Fluent)"],
        ["French (Fluent)", "Arabic (Fluent)"],
    ]}),
    "microsoft-forms": Export({}, fields={"Project title": "title"}),
    "odk-briefcase": Export({"project.groups": [["women", "youth"], ["youth"]]}),
    "smartsurvey": Export({f"Q2. {_GROUPS}": [["Women", "Farmers"], ["Young people"], ["Women", "Young people"]]}),
    "survey123": Export({"Working languages": [["French", "Arabic"], ["Arabic", "Other"]]}),
    "surveymonkey-french": Export({
        "À quels publics s’adresse votre projet ? (Plusieurs réponses possibles)": [
            ["Femmes", "Agriculteurs, pêcheurs"], ["Jeunes (15-24 ans)", "dockers"], ["Femmes"],
        ],
        "Quel est votre niveau dans ces langues ?": [
            ["Français (Courant)", "Arabe (Débutant)"], ["Français (Courant)", "Wolof (Débutant)"],
            ["Français (Débutant)", "Arabe (Courant)"],
        ],
    }),
    "wufoo": Export({"Women, Young people, Farmers": [["Women", "Farmers"], ["Young people"]]}, {4: "unfinished"}),
}  # fmt: skip
