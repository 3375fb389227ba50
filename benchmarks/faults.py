"""Faults as data: where one is planted, what stands there, what is put in its place, and the test that tells."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = Path("src/skillsnet")
VISIBILITY, GUARDS = "tests/participants/test_visibility.py", "tests/intake/test_guards.py"
LEASES, FRAMES = "tests/publication/test_leases.py", "tests/netmap/page/test_embed.py"
CHECKS, DATES = "tests/core/taxonomy/test_validation.py", "tests/core/intake/test_dates.py"
ODD, CACHING, RESUMED = "tests/repo/test_odd_requests.py", "tests/repo/test_caching.py", "tests/db/test_resume.py"
WHOLE_CARD = f"{VISIBILITY}::test_a_card_says_whether_there_is_somebody_and_whether_all_of_them_is_hidden"
WEBSITES = f"{VISIBILITY}::test_an_individuals_website_is_theirs_and_an_organisations_everybodys"
PROBLEMS = f"{CHECKS}::test_a_problem_names_the_change_that_is_wrong"
TWELVE = f"{DATES}::test_twelve_is_a_day_and_a_month_and_tells_nothing"
HOLDS = f"{GUARDS}::test_each_batch_holds_the_import_and_the_data_before_it_writes"
NO_LEASE = f"{LEASES}::test_neither_the_end_nor_the_way_back_is_gone_without_the_lease"


@dataclass(frozen=True)
class Fault:
    """A fault in a file under `src/skillsnet`; `old` stands there exactly once."""

    name: str
    file: str
    old: str
    new: str
    test: str

    @property
    def path(self) -> Path:
        """The file, from the top of the tree."""
        return SOURCE / self.file


FAULTS = (
    Fault(
        "the website of an individual is shown", "participants/visibility.py",
        "not viewer.is_facilitator):\n        return \"\"\n    return site_for(organisation.website, viewer)",
        "False):\n        return \"\"\n    return site_for(organisation.website, viewer)", WEBSITES,
    ),
    Fault(
        "visibility: or becomes and, website", "participants/visibility.py",
        "organisation is None or (organisation.type == OrganisationType.INDIVIDUAL and not viewer.is_facilitator):\n"
        "        return \"\"\n    return site_for(organisation.website, viewer)",
        "organisation is None and (organisation.type == OrganisationType.INDIVIDUAL and not viewer.is_facilitator):\n"
        "        return \"\"\n    return site_for(organisation.website, viewer)", WEBSITES,
    ),
    Fault(
        "visibility: or becomes and, a card", "participants/visibility.py",
        "(self.name or self.email or self.phone or self.position)",
        "(self.name and self.email and self.phone and self.position)", WHOLE_CARD,
    ),
    Fault(
        "visibility: or becomes and, a card's last field", "participants/visibility.py",
        "self.phone or self.position)", "self.phone and self.position)", WHOLE_CARD,
    ),
    Fault(
        "is_known is swapped", "participants/visibility.py", "is_known=True", "is_known=False", WHOLE_CARD,
    ),
    Fault(
        "nobody is known as somebody", "participants/visibility.py",
        'position="", is_known=False', 'position="", is_known=True', WHOLE_CARD,
    ),
    Fault(
        "a disabled user keeps the role", "accounts/viewer.py",
        " if user.is_active else ANYONE", "",
        "tests/accounts/test_viewer.py::test_a_disabled_facilitator_is_anyone_in_every_place_that_asks",
    ),
    Fault(
        "a disabled facilitator runs the network", "accounts/models.py",
        "self.is_active and self.role", "self.role",
        "tests/accounts/test_viewer.py::test_a_disabled_facilitator_is_anyone_in_every_place_that_asks",
    ),
    Fault(
        "extra cells are shown to members", "directory/queries/profiles.py",
        "extra=_extra(project, viewer) if viewer.is_facilitator", "extra=_extra(project, viewer) if viewer.is_member",
        "tests/directory/test_profiles.py::test_cells_number_and_status_are_for_facilitators_alone",
    ),
    Fault(
        "a neighbour's short words are unmasked", "directory/queries/neighbours.py",
        "                if public_words.issuperset(search_words(word))\n", "",
        "tests/directory/test_profiles.py::test_the_words_shared_with_a_neighbour_are_masked_like_its_text",
    ),
    Fault(
        "a stale preview is not refused", "intake/actions/commits.py",
        "is_stale=True).exists():\n        return False", "is_stale=True).exists():\n        pass",
        f"{GUARDS}::test_a_corrected_cell_must_be_looked_at_before_anything_is_written",
    ),
    Fault(
        "a batch without its lock on the import", "db/jobs/leases.py",
        '.select_for_update(of=("self",))', "", HOLDS,
    ),
    Fault("a commit without its lock on the data", "intake/actions/commits.py", "    lock_version()\n", "", HOLDS),
    Fault("an undo without its lock on the data", "intake/actions/undos.py", "    lock_version()\n", "", HOLDS),
    Fault(
        "a batch without its state check", "intake/actions/commits.py",
        "{\"state\": RunState.COMMITTING}", "{}",
        f"{GUARDS}::test_no_batch_is_written_once_the_import_is_something_else",
    ),
    Fault(
        "a batch of an undo without its state check", "intake/actions/undos.py",
        "{\"state\": RunState.UNDOING}", "{}",
        f"{GUARDS}::test_no_batch_is_taken_back_once_the_import_is_something_else",
    ),
    Fault(
        "an undo deletes what was decided on", "intake/queries/undo_forecasts.py",
        "elif project.pk in decided_ids:", "elif False:",
        f"{GUARDS}::test_an_undo_leaves_what_a_person_decided_on_and_says_so",
    ),
    Fault(
        "stale work is queued again whatever its heartbeat", "db/jobs/resume.py",
        "locked.state != row.state or is_alive(locked.heartbeat_at)", "locked.state != row.state",
        f"{RESUMED}::test_work_that_gave_a_sign_of_life_after_it_was_looked_for_is_left_alone",
    ),
    Fault(
        "everything under way is looked at as if it were stale", "db/jobs/resume.py",
        "is_unattended(), state__in", "state__in",
        f"{RESUMED}::test_work_that_gave_a_sign_of_life_after_it_was_looked_for_is_left_alone",
    ),
    Fault(
        "two publications at once", "publication/rules.py",
        "state__in=UNDER_WAY).exists():", "state__in=()).exists():",
        f"{LEASES}::test_a_second_publication_is_refused_while_one_is_under_way",
    ),
    Fault(
        "work whose lease is lost goes on", "db/jobs/leases.py",
        "Lease(kind, row.pk, {\"lease\": number + 1, **terms})", "Lease(kind, row.pk, terms)",
        f"{LEASES}::test_a_worker_that_lost_its_lease_writes_nothing_more",
    ),
    Fault(
        "an edition is put in force without the lease", "publication/actions/publishing.py",
        "lease.advance(state=PublicationState.PUBLISHED, published_at=now)",
        "Publication.objects.filter(pk=publication.pk).update(state=PublicationState.PUBLISHED, published_at=now)",
        NO_LEASE,
    ),
    Fault(
        "an undo leaves letters", "publication/actions/requests.py", "    drop_notices(locked)\n", "",
        f"{LEASES}::test_taking_it_back_takes_the_letters_that_were_not_sent",
    ),
    Fault(
        "a withdrawal leaves questions", "publication/actions/transfers.py",
        "    OpenQuestion.objects.filter(edition=edition, project__in=ids).delete()\n", "",
        f"{LEASES}::test_taking_it_back_takes_the_questions_also_where_a_person_decided",
    ),
    Fault(
        "the engine's guess is carried as a person's word", "publication/plan.py",
        "if self.previous.source == Source.ENGINE:", "if False:",
        f"{LEASES}::test_what_the_engine_guessed_is_carried_as_its_guess",
    ),
    Fault(
        "NUL is let through in a form", "web/middleware.py",
        "NUL in part for part in (*_names_and_values(request.POST), *_names_and_values(request.FILES))", "[]",
        f"{ODD}::test_a_form_with_a_nul_is_refused_before_any_page_sees_it",
    ),
    Fault(
        "NUL is let through in a cookie", "web/middleware.py",
        "for pair in request.COOKIES.items() for part in pair", "for part in ()",
        f"{ODD}::test_a_nul_in_the_name_of_a_field_or_in_a_cookie_is_refused",
    ),
    Fault(
        "no-store is missing for who signed in", "web/middleware.py", ' or request.user.is_authenticated', "",
        f"{CACHING}::test_each_page_of_a_person_who_signed_in_is_kept_by_nobody",
    ),
    Fault(
        "no-store is missing where one signs in", "web/middleware.py", '("/accounts/", "/facilitate/")',
        '("/facilitate/",)', f"{CACHING}::test_a_visitors_own_pages_are_kept_by_nobody",
    ),
    Fault(
        "an embed shows the viewer's map", "netmap/page/views.py",
        "current_map(filters.edition)", "current_map(filters.edition, viewer=viewer_of(request))",
        f"{FRAMES}::test_a_frame_is_the_same_to_the_byte_for_everybody",
    ),
    Fault(
        "an embed counts by the viewer's fields", "netmap/page/views.py",
        "state = MapState.from_query(request.GET)",
        "state = MapState.from_query(request.GET, viewer=viewer_of(request))",
        f"{FRAMES}::test_a_frame_is_the_same_to_the_byte_for_everybody",
    ),
    Fault(
        "an embed shows what the viewer selects", "netmap/page/views.py",
        'request.GET.get("selected", ""), viewer=ANYONE)',
        'request.GET.get("selected", ""), viewer=viewer_of(request))',
        f"{FRAMES}::test_a_frame_is_the_same_to_the_byte_for_everybody",
    ),
    Fault("dates: 12 is no month, second", "core/intake/dates.py", "if second > 12 or", "if second >= 12 or", TWELVE),
    Fault("dates: 12 tells the day", "core/intake/dates.py", "(first > 12 >= sec", "(first >= 12 >= sec", TWELVE),
    Fault("dates: 12 tells the month", "core/intake/dates.py", "elif second > 12 >=", "elif second >= 12 >=", TWELVE),
    Fault(
        "checking: the wrong kind is named, several heirs", "core/taxonomy/validation.py",
        "next(change.kind for change in changes if change.kind not in (Kind.SPLIT,))", "changes[0].kind", PROBLEMS,
    ),
    Fault(
        "checking: the wrong kind is named, retired", "core/taxonomy/validation.py", "if change.kind != Kind.RETIRED]",
        "]", PROBLEMS,
    ),
    Fault(
        "checking: the wrong kind is named, added", "core/taxonomy/validation.py", "if c.kind != Kind.ADDED)",
        ")", PROBLEMS,
    ),
)  # fmt: skip
