"""Forms of an import: the file, how it is read, and what its columns mean."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from skillsnet.calls.models import Call
from skillsnet.calls.queries import has_title
from skillsnet.core.intake.cell_splitting import BRACKET, LINE
from skillsnet.core.intake.choice_lists import ChoiceList
from skillsnet.core.intake.column_folding import LIST_GLUE
from skillsnet.core.intake.column_meanings import Guess
from skillsnet.core.intake.permissions import PERMISSION_FIELDS
from skillsnet.core.intake.stored_shapes import StoredSplit
from skillsnet.core.intake.target_fields import LAST_ORDINAL, OF_PEOPLE, OF_PROJECTS, lists_organisations
from skillsnet.core.intake.unfinished_answers import PREVIEW, UNFINISHED
from skillsnet.intake.enums import RunState, TargetField
from skillsnet.intake.file_reading import SHEET_HIDDEN, SHEET_READ, FamilyReading, FileReading, ReadingChoice
from skillsnet.intake.file_sentences import encoding_name
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries.columns import missing_title, target_fields_of
from skillsnet.intake.sentences import column_question_sentence

SAMPLES = 3
LIST_SHOWN_WITH = "; "
PARTS = 2
# A longer list nobody reads; what stands on none is still found where nobody corrects it.
MAX_OPTIONS = 200
MAX_OPTIONS_CHARS = 60_000
SPLIT_AT = [
    ("", _("Do not split")),
    (",", _("at a comma")),
    (";", _("at a semicolon")),
    ("/", _("at a slash")),
    (" - ", _("at a dash")),
    ("|", _("at a vertical bar")),
    (":", _("at a colon")),
    (LINE, _("at a line break")),
    (BRACKET, _("at brackets (text before and inside)")),
]
ENCODINGS = [
    ("", _("Detect automatically")),
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", _("Windows-1252 (Western European)")),
    ("cp1250", _("Windows-1250 (Central European)")),
    ("cp1251", _("Windows-1251 (Cyrillic)")),
    ("cp1253", _("Windows-1253 (Greek)")),
    ("cp1254", _("Windows-1254 (Turkish)")),
    ("cp1256", _("Windows-1256 (Arabic)")),
    ("gb18030", _("GB 18030 (Chinese)")),
    ("shift_jis", _("Shift JIS (Japanese)")),
]
DELIMITERS = [
    ("", _("Detect automatically")),
    (",", _("Comma")),
    (";", _("Semicolon")),
    ("\t", _("Tab")),
    ("|", _("Vertical bar")),
]

# A heading and the choices below it, each with its label.
ChoiceGroup = tuple[str | Promise, list[tuple[str, str | Promise]]]


class UploadForm(forms.Form):
    """A file, and the call whose projects it holds."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_(
            "A .xlsx, .xls, .ods, .csv or .tsv file exported from the call’s platform, or a Kumu project "
            "(.xlsx, .json). You see a preview before anything is imported."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.xlsb,.ods,.csv,.tsv,.txt,.json"}),
        allow_empty_file=True,
    )
    call = forms.ModelChoiceField(
        label=_("Which call is the file from?"),
        queryset=Call.objects.filter(removal=None).order_by("title", "slug"),
        required=False,
        empty_label=_("New call"),
    )
    new_title = forms.CharField(
        label=_("Title of the new call"),
        max_length=200,
        required=False,
        help_text=_("Only if the call is not in the list yet."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A call is shown by its title, not by its slug.
        self.fields["call"].label_from_instance = lambda call: call.title  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        title = data.get("new_title", "")
        if not data.get("call") and not title:
            self.add_error("new_title", _("Choose a call, or enter the title of a new one."))
        elif not data.get("call") and has_title(title):
            self.add_error(
                "new_title",
                _("A call with this title already exists. Choose it from the list, or enter another title."),
            )
        return data


class ReadingForm(forms.Form):
    """How a file is read, where finding out went wrong."""

    sheets = forms.MultipleChoiceField(label=_("Sheets to read"), required=False, widget=forms.CheckboxSelectMultiple)
    header_row = forms.IntegerField(label=_("Row with the column names"), required=False, min_value=1, max_value=1000)
    encoding = forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS, required=False)
    delimiter = forms.ChoiceField(label=_("Column separator"), choices=DELIMITERS, required=False)
    families = forms.MultipleChoiceField(
        label=_("Columns to read as one list"), required=False, widget=forms.CheckboxSelectMultiple
    )
    keeps_unfinished = forms.BooleanField(label=_("Import test answers and unfinished answers too"), required=False)
    keeps_answer_rows = forms.BooleanField(label=_("Read each answer as a row of its own"), required=False)

    def __init__(self, run: ImportRun, *args: Any, **kwargs: Any) -> None:
        reading = FileReading.from_json(run.reading)
        super().__init__(*args, **kwargs)
        choice = reading.choice
        names = [family.name for family in reading.families]
        self.initial.update(
            header_row=choice.header_row or None, encoding=choice.encoding, delimiter=choice.delimiter, families=names,
            keeps_unfinished=choice.keeps_unfinished, keeps_answer_rows=choice.keeps_answer_rows,
        )  # fmt: skip
        codes = {note["code"] for note in run.notes}
        if not choice.keeps_unfinished and codes.isdisjoint((PREVIEW, UNFINISHED)):
            del self.fields["keeps_unfinished"]
        if not choice.keeps_answer_rows and "answer_rows" not in codes:
            del self.fields["keeps_answer_rows"]
        self.family_names = list(dict.fromkeys([*names, *choice.apart]))
        if self.family_names:
            self.fields["families"].choices = [(name, name) for name in self.family_names]  # type: ignore[attr-defined]
        else:
            del self.fields["families"]
        if reading.header_row:
            self.fields["header_row"].help_text = _("Found in row %(row)d.") % {"row": reading.header_row}
        sheets = [sheet for sheet in reading.sheets if sheet.state != SHEET_HIDDEN]
        if len(sheets) > 1:
            self.fields["sheets"].choices = [(sheet.name, sheet.name) for sheet in sheets]  # type: ignore[attr-defined]
            self.initial["sheets"] = [sheet.name for sheet in sheets if sheet.state == SHEET_READ]
        else:
            del self.fields["sheets"]
        if not reading.encoding:
            del self.fields["encoding"], self.fields["delimiter"]
            return
        if reading.encoding not in dict(ENCODINGS):
            present = (reading.encoding, encoding_name(reading.encoding))
            self.fields["encoding"].choices = [*ENCODINGS, present]  # type: ignore[attr-defined]

    @property
    def choice(self) -> ReadingChoice:
        """What was chosen."""
        data = self.cleaned_data
        return ReadingChoice(
            sheets=tuple(data.get("sheets") or ()),
            header_row=data.get("header_row") or 0,
            encoding=data.get("encoding") or "",
            delimiter=data.get("delimiter") or "",
            apart=tuple(name for name in self.family_names if name not in data.get("families", ())),
            keeps_unfinished=bool(data.get("keeps_unfinished")),
            keeps_answer_rows=bool(data.get("keeps_answer_rows")),
        )


def found_options(choices: ChoiceList) -> list[str]:
    """Return the choices that are shown to be corrected, in one line each: the most frequent ones."""
    return list(dict.fromkeys(" ".join(option.split()) for option, _ in choices.options[:MAX_OPTIONS]))


def _options_field(options: Sequence[str], *, help_id: str) -> forms.CharField:
    return forms.CharField(
        label=_("Values in the cells, one per line"),
        initial="\n".join(options),
        required=False,
        max_length=MAX_OPTIONS_CHARS,
        widget=forms.Textarea(attrs={"rows": 6, "aria-describedby": help_id}),
    )


def target_field_choices(*, last: int) -> list[ChoiceGroup]:
    """Return what a column may mean, in groups; what a row may say again, so many times, in groups of its own."""
    single = {target_field.value: target_field.label for target_field in TargetField}
    about = [
        (_("Project"), [*OF_PROJECTS, "status", "submitted_on", "languages", *PERMISSION_FIELDS]),
        (
            _("Organisation"),
            [
                *("organisation", "organisation_type", "country", "work_countries"),
                *("organisation_website", "organisation_id"),
            ],
        ),
        (_("Contact person"), list(OF_PEOPLE)),
    ]
    groups: list[ChoiceGroup] = [("", [(name, single[name]) for name in ("extra", "ignore")])]
    groups += [(label, [(name, single[name]) for name in names]) for label, names in about]
    for label, names in (
        (_("Person %(number)d in the row"), OF_PEOPLE),
        (_("Project %(number)d in the row"), OF_PROJECTS),
    ):
        for number in range(2, last + 1):
            heading = label % {"number": number}
            groups.append((heading, [(f"{name}#{number}", f"{single[name]} · {number}") for name in names]))
    return groups


def _last_ordinal(target_fields: Iterable[str]) -> int:
    """Return up to which number things are offered again: the second, and one more than the file has."""
    numbers = [
        int(number) for _, _, number in (target_field.partition("#") for target_field in target_fields) if number
    ]
    return min(LAST_ORDINAL, max([1, *numbers]) + 1)


@dataclass(frozen=True)
class ColumnView:
    """A column with its form fields, sample cells, present target field and what it was guessed to be.

    `options` are the choices found in its cells, of which so many (`several`) hold more than one.
    """

    field: forms.BoundField
    split: Sequence[forms.BoundField]
    is_split: bool
    options: forms.BoundField | None
    several: int
    samples: Sequence[str]
    guess: Guess | None
    is_confirmed: bool
    target_field: str
    group: str
    family: FamilyReading | None

    @property
    def is_guess(self) -> bool:
        """Whether the target field is the guessed one."""
        return self.guess is not None and self.guess.target_field == self.target_field


class ColumnsForm(forms.Form):
    """What each column of the file means, whole or in parts; `column_choices` are found in lists, by position."""

    def __init__(
        self,
        run: ImportRun,
        *args: Any,
        cells: Sequence[Sequence[str]],
        column_choices: Mapping[int, ChoiceList] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.run = run
        self.fields["is_list"] = forms.BooleanField(
            label=_("This file has no projects: take it in as a list of organisations"),
            help_text=_("Each row becomes an organisation on the map and in the directory."),
            initial=run.state == RunState.PREVIEW,
            required=False,
        )
        self.families = {family.name: family for family in FileReading.from_json(run.reading).families}
        self.column_choices = {
            index: choices
            for index, choices in (column_choices or {}).items()
            if choices.several and run.header[index] not in self.families
        }
        self.samples: dict[str, list[str]] = {}
        choices = target_field_choices(last=_last_ordinal(run.mapping.values()))
        part_choices = target_field_choices(last=1)
        for index, column in enumerate(run.header):
            name = f"column-{index}"
            split = run.splits.get(column, {"at": "", "rest": []})
            self.fields[name] = forms.ChoiceField(
                label=column, choices=choices, initial=run.mapping[column], required=True
            )
            self.fields[f"{name}-at"] = forms.TypedChoiceField(
                label=_("Split the cells"), choices=SPLIT_AT, initial=split["at"], required=False, empty_value=""
            )
            for part in range(PARTS):
                initial = split["rest"][part] if part < len(split["rest"]) else "ignore"
                self.fields[f"{name}-part-{part}"] = forms.ChoiceField(
                    label=_("Field for part %(number)d") % {"number": part + 2},
                    choices=part_choices, initial=initial, required=False,
                )  # fmt: skip
            if index in self.column_choices:
                self.fields[f"{name}-options"] = _options_field(
                    split.get("options") or found_options(self.column_choices[index]), help_id=f"id_{name}-options-help"
                )
            filled_cells = (row[index] for row in cells if index < len(row) and row[index])
            if column in self.families:
                filled_cells = (LIST_SHOWN_WITH.join(cell.split(LIST_GLUE)) for cell in filled_cells)
            self.samples[name] = list(dict.fromkeys(filled_cells))[:SAMPLES]

    def columns(self) -> list[ColumnView]:
        """Return each column's fields with sample cells, and how sure its target field is."""
        return [
            self._column_view(index, column, name, samples)
            for index, (column, (name, samples)) in enumerate(zip(self.run.header, self.samples.items(), strict=True))
        ]

    def _column_view(self, index: int, column: str, name: str, samples: Sequence[str]) -> ColumnView:
        stored = self.run.guesses.get(column)
        group = self.run.groups[index] if index < len(self.run.groups) else ""
        return ColumnView(
            field=self[name],
            split=[self[f"{name}-at"], *(self[f"{name}-part-{part}"] for part in range(PARTS))],
            is_split=bool(self.run.splits.get(column, {}).get("at")),
            options=self[f"{name}-options"] if index in self.column_choices else None,
            several=self.column_choices[index].several if index in self.column_choices else 0,
            samples=samples,
            guess=Guess.from_json(stored) if stored else None,
            is_confirmed=bool(stored and stored.get("confirmed")),
            target_field=self.run.mapping[column],
            group="" if column.startswith(group) else group,
            family=self.families.get(column),
        )

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        question = missing_title(self._chosen_fields(data))
        if not self.errors and self._lacks_title(data) and not (question.is_list and data["is_list"]):
            self.add_error(None, column_question_sentence(question))
        return data

    @property
    def asks_list(self) -> bool:
        """Whether no column is the title and one is the organisation, so that the rows may be organisations."""
        chosen_fields = self._chosen_fields(self.data) if self.is_bound else target_fields_of(self.run)
        return lists_organisations(chosen_fields)

    def _lacks_title(self, data: Mapping[str, object]) -> bool:
        return "title" not in self._chosen_fields(data)

    def _chosen_fields(self, data: Mapping[str, object]) -> list[str]:
        """Return the target fields that are chosen for columns, and for their parts where cells are split."""
        chosen_fields = []
        for index in range(len(self.run.header)):
            name = f"column-{index}"
            parts = [f"{name}-part-{part}" for part in range(PARTS)] if data.get(f"{name}-at") else []
            chosen_fields += [str(data.get(field) or "") for field in (name, *parts)]
        return chosen_fields

    @property
    def mapping(self) -> dict[str, str]:
        """What was chosen, by column name."""
        return {column: self.cleaned_data[f"column-{i}"] for i, column in enumerate(self.run.header)}

    @property
    def splits(self) -> dict[str, StoredSplit]:
        """How columns are split, by column name."""
        splits: dict[str, StoredSplit] = {}
        for index, column in enumerate(self.run.header):
            at = self.cleaned_data.get(f"column-{index}-at")
            further_fields = [self.cleaned_data.get(f"column-{index}-part-{part}") or "ignore" for part in range(PARTS)]
            if at and any(target_field != "ignore" for target_field in further_fields):
                splits[column] = {"at": at, "rest": further_fields}
            elif options := self._written_options(index):
                splits[column] = {"at": "", "rest": [], "options": options}
        return splits

    def _written_options(self, index: int) -> list[str]:
        """Return the choices that somebody wrote down for a column; none where they are those that were found."""
        lines = (" ".join(line.split()) for line in self.cleaned_data.get(f"column-{index}-options", "").splitlines())
        options = list(dict.fromkeys(line for line in lines if line))
        return (
            [] if index not in self.column_choices or options == found_options(self.column_choices[index]) else options
        )


class DraftFileForm(forms.Form):
    """A file that says what a draft is to be."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A .json, .ttl, .rdf, .xlsx, .ods or .csv file, in the same format as this platform’s exports."),
    )
    scheme = forms.CharField(
        label=_("Concept scheme"), max_length=300, required=False,
        help_text=_("Enter its name or address if a SKOS file contains several concept schemes."),
    )  # fmt: skip


class TaxonomyFileForm(DraftFileForm):
    """A file with a taxonomy, and the names it gets where the file does not say them."""

    slug = forms.SlugField(
        label=_("Short name"), max_length=60, required=False,
        help_text=_("Enter a short name if the file is a spreadsheet or contains no short name, or to use a "
"different one."),
    )  # fmt: skip
    title = forms.CharField(
        label=_("Name"), max_length=160, required=False, help_text=_("Enter a name if the file is a spreadsheet.")
    )
