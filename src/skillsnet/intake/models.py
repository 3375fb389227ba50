"""One import of a file, each of its rows, and what was learned for the next file of its kind."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from skillsnet.calls.models import Call, Project
from skillsnet.core.intake.record_linkage.repeated_projects import RepeatAnswer, repeat_answer
from skillsnet.intake.enums import RowKind, RowState, RunState
from skillsnet.participants.enums import SameAnswer

# Rows that have the project of another row with other values, how many projects these are, and how many of them look
# like a form that was sent again; counted when the rows are compared.
REPEAT_COUNTERS = ("repeats", "repeat_groups", "sent_again")
# What is counted of an import's rows once they are compared; nothing of it while the file is being read.
COUNTERS = (
    *(
        "rows",
        "links",
        "new_links",
        "warnings",
        "naming",
        "kept_off",
        "new",
        "updated",
        "unchanged",
        "asks",
        "duplicates",
        "errors",
        "skipped",
    ),
    *REPEAT_COUNTERS,
    # Of one that is taken back: what was done, and what was said beforehand.
    *("gone", "restored", "kept", "said_gone", "said_restored", "said_kept"),
)
# What stands for the file of a project that somebody typed in.
TYPED_FILE = "by-hand"
# Positions of a file's rows are this far apart, so that further projects of a row stand right behind it.
POSITIONS_A_ROW = 10


class ProjectQuestion(models.Model):
    """Two projects of a call that may be one: a question for a facilitator, and the answer."""

    left = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="questions_left")
    right = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="questions_right")
    score = models.FloatField()
    reasons = models.JSONField(default=list, help_text="Codes and values of what speaks for it.")
    answer = models.CharField(max_length=10, choices=SameAnswer.choices, default=SameAnswer.OPEN)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="project_question_once"),
            models.CheckConstraint(condition=models.Q(left__lt=models.F("right")), name="project_question_in_order"),
            models.CheckConstraint(condition=models.Q(answer__in=SameAnswer.values), name="project_answer_known"),
        ]

    def __str__(self) -> str:
        return f"question {self.pk} about projects"


class ProjectMerge(models.Model):
    """Two projects made one, with all that is needed to take it back."""

    survivor = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="merges_as_survivor")
    duplicate = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="merges_as_duplicate")
    before = models.JSONField(default=dict, help_text="Values of the survivor that the duplicate's replaced.")
    now = models.JSONField(default=dict, help_text="The values that replaced them.")
    moved_ids = models.JSONField(default=dict, help_text="Field of a link to the ids of the links that followed.")
    dropped_links = models.JSONField(default=list, help_text="Links that the survivor had already, to be made again.")
    moved_news = models.JSONField(default=list, help_text="Ids of the news that followed.")
    named_people = models.JSONField(default=list, help_text="Ids of people whom the survivor names since.")
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(survivor=models.F("duplicate")), name="project_merge_of_two"),
            models.UniqueConstraint(
                fields=["duplicate"], condition=models.Q(undone_at__isnull=True), name="one_standing_project_merge"
            ),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk} of projects"


class SavedMapping(models.Model):
    """What the columns of files from one source mean, kept from the last import of such a file."""

    signature = models.CharField(max_length=64, unique=True, help_text="Digest of the folded column names.")
    columns = models.JSONField(default=list, help_text="Folded column names.")
    mapping = models.JSONField(default=dict, help_text="Folded column name to meaning.")
    splits = models.JSONField(default=dict, help_text="Folded column name to how it is split.")
    values = models.JSONField(default=dict, help_text="Meaning to folded value to code.")
    file_name = models.CharField(max_length=255)
    run = models.ForeignKey(
        "ImportRun", null=True, on_delete=models.CASCADE, related_name="+", help_text="The import that said so last."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return f"mapping {self.pk}"


class ImportRun(models.Model):
    """A file somebody brought, what its columns mean, and what became of it."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="import_runs")
    made_call = models.BooleanField(default=False, help_text="The call was made for this file, and goes with it.")
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.MAPPING)
    file_name = models.CharField(max_length=255, blank=True, help_text="Empty once the import is emptied.")
    sheet = models.CharField(max_length=120, blank=True)
    reading = models.JSONField(default=dict, help_text="How the file was read: sheets, encoding, delimiter.")
    header_row = models.PositiveIntegerField(default=1)
    header = models.JSONField(default=list, help_text="Column names as they stand in the file.")
    groups = models.JSONField(default=list, help_text="The heading above each column, or an empty text.")
    mapping = models.JSONField(default=dict, help_text="Column name to meaning.")
    splits = models.JSONField(default=dict, help_text="Column name to {at, rest}: what it is split at, and into what.")
    guesses = models.JSONField(default=dict, help_text="Column name to {meaning, confidence, why}.")
    choices = models.JSONField(default=dict, help_text="What was answered: values, organisations, projects.")
    unknown = models.JSONField(default=list, help_text="Values that no list knows, with their rows and near misses.")
    notes = models.JSONField(default=list, help_text="What was noticed about the file as a whole.")
    counts = models.JSONField(default=dict)
    forecast = models.JSONField(default=dict, help_text="What taking it back would do, of one data version.")
    done_rows = models.PositiveIntegerField(default=0)
    throughput_baseline = models.PositiveIntegerField(
        default=0, help_text="Rows that were done when the work last began."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True, help_text="When the present work last began.")
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True, help_text="When what it held of its file was deleted.")
    fault = models.TextField(blank=True)
    failed_state = models.CharField(
        max_length=12, blank=True, help_text="The state in which a fault of ours stopped it."
    )
    is_stale = models.BooleanField(default=False, help_text="Something was corrected since the rows were compared.")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.CheckConstraint(condition=models.Q(state__in=RunState.values), name="run_state_known")]

    def __str__(self) -> str:
        return f"import {self.pk}"

    @property
    def name(self) -> str:
        """What people know it by: its file, as long as anything of that is kept."""
        if self.is_typed:
            return _("Added by hand")
        return self.file_name or _("Import %(number)d") % {"number": self.pk}

    @property
    def is_typed(self) -> bool:
        """Whether its row was typed in on a page and stood in no file."""
        return self.file_name == TYPED_FILE

    @property
    def repeat_answer(self) -> RepeatAnswer | None:
        """What was answered about rows of one project; None while nobody did."""
        return repeat_answer(self.choices.get("values", {}))

    @property
    def tally(self) -> dict[str, int]:
        """How many rows have which outcome; 0 for what is not counted yet."""
        return {**dict.fromkeys(COUNTERS, 0), **self.counts}


class ImportFile(models.Model):
    """The file of an import, kept until its rows are written so that it can be read in another way."""

    run = models.OneToOneField(ImportRun, on_delete=models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()
    language = models.CharField(max_length=8, blank=True, help_text="In which refusals are told.")

    class Meta:
        ordering = ["run"]

    def __str__(self) -> str:
        return f"file of import {self.pk}"


class ImportRow(models.Model):
    """One row of the file: its cells, its problems, its outcome, and what stood there before."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField(help_text="Order within the import; unlike the number, the same only once.")
    kind = models.CharField(max_length=10, choices=RowKind.choices, default=RowKind.PROJECT)
    sheet = models.CharField(max_length=120, blank=True)
    number = models.PositiveIntegerField(help_text="The row's number in the sheet, as a spreadsheet shows it.")
    cells = models.JSONField(default=list)
    original_cells = models.JSONField(
        default=dict, help_text="Column index to what stood in a cell that was corrected."
    )
    state = models.CharField(max_length=10, choices=RowState.choices, blank=True)
    has_warning = models.BooleanField(default=False)
    is_naming = models.BooleanField(default=False, help_text="Whether its texts name one of its people.")
    problems = models.JSONField(default=list)
    parsed = models.JSONField(default=dict, help_text="What the row means, ready to be written.")
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.SET_NULL, related_name="import_rows")
    before = models.JSONField(null=True, blank=True, help_text="What the row's commit replaced; undo puts it back.")
    is_written = models.BooleanField(default=False)

    class Meta:
        ordering = ["run", "position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="import_row_once"),
            models.CheckConstraint(condition=models.Q(state__in=["", *RowState.values]), name="row_state_known"),
            models.CheckConstraint(condition=models.Q(kind__in=RowKind.values), name="row_kind_known"),
        ]
        indexes = [models.Index(fields=["run", "state"], name="import_row_by_state")]

    def __str__(self) -> str:
        return f"row {self.number} of import {self.run_id}"

    @property
    def part(self) -> int:
        """Which project of its row this is, from 0."""
        return int(self.position % POSITIONS_A_ROW)
