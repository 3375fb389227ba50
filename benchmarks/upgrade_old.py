"""Fills a database by the code of commit c541292: what `upgrade` upgrades. Runs on that commit's package only.

The example network, the files of calls that are named, and what people did with them: decided, asked, corrected,
merged, published an edition. `python upgrade_old.py STEP [FOLDER_OF_CALLS]` with that commit's `src` on PYTHONPATH;
of the example's projects every STEP-th comes in, with those that are linked.
"""

import csv
import os
import sys
import tempfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

REAL_CALLS = {"call_export.xlsx": "public-goods", "skills_call_export.xlsx": "skills-projects"}
MESSY = "call_export_messy.xlsx"
SMALL = b"Title,Organisation,Country,Note\nWelding by night,Atelier Ada,Kenya,a\nSewing by day,Forge Bo,Peru,b\n"
FIELDS = {"Instrument": "one", "Budget (US$)": "number"}
# A change of names in each language, so that the edition that is published differs from the one before it.
RENAMED = "life-skills"
# Of the example's declared links so many come in with a part of it.
LINKS = 3


def main(step: int, calls: Path | None) -> None:
    """Fill the database that the environment names."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "skillsnet.config.settings"
    import django

    django.setup()
    from skillsnet.home.actions import EXAMPLE_FACILITATOR, load_example, prepare

    prepare()
    if step == 1:
        load_example()
    else:
        _load_part(step)
    from skillsnet.accounts.models import User

    facilitator = User.objects.get(email=EXAMPLE_FACILITATOR)
    if calls is not None:
        _import_calls(calls)
        _make_fields(by=facilitator.pk)
    _keep_runs(calls, by=facilitator.pk)
    _decide(by=facilitator.pk)
    _ask(by=facilitator)
    _answer_about_organisations(by=facilitator.pk)
    _publish(by=facilitator.pk)
    _share()


def _load_part(step: int) -> None:
    """Bring in a part of the example as `load_example` does the whole."""
    from django.core.management import call_command

    from skillsnet.accounts.actions import make_facilitator
    from skillsnet.calls.actions import declare_links
    from skillsnet.calls.models import Call
    from skillsnet.home import actions

    header, *rows = _rows(actions.example_file())
    ties = _rows(actions.example_file("ties.csv"))[1:][:LINKS]
    linked = {end for tie in ties for end in tie[:2]}
    make_facilitator(actions.EXAMPLE_FACILITATOR, name="Example facilitator")
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "network.csv"
        with part.open("w", encoding="utf-8", newline="") as file:
            chosen = [row for index, row in enumerate(rows) if index % step == 0 or row[0] in linked]
            csv.writer(file).writerows([header, *chosen])
        call_command(
            "import", str(part), call=actions.EXAMPLE_CALL, title=actions.EXAMPLE_TITLE, example=True,
            unanswered="new", verbosity=0,
        )  # fmt: skip
    declare_links(Call.objects.get(slug=actions.EXAMPLE_CALL), [tuple(tie) for tie in ties])


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def _import_calls(calls: Path) -> None:
    from django.core.management import call_command

    for (name, slug), unanswered in zip(REAL_CALLS.items(), ("new", "wait"), strict=True):
        call_command("import", str(calls / name), call=slug, title=slug, unanswered=unanswered, verbosity=0)


def _make_fields(*, by: int) -> None:
    from skillsnet.calls.field_actions import FieldDraft, add_field

    for column, kind in FIELDS.items():
        add_field(FieldDraft(column, (column,), kind, "public"), by=by)


def _keep_runs(calls: Path | None, *, by: int) -> None:
    """Leave an import in its preview and one that was undone."""
    from skillsnet.calls.actions import open_call
    from skillsnet.intake.actions import commit, preview, start_run, undo

    call = open_call("small-call", title="A small call", is_example=True, by=None)[0]
    undone = commit(preview(start_run(BytesIO(SMALL), name="small.csv", call=call, by=by)), by=by)
    undo(undone, by=by)
    content = (calls / MESSY).read_bytes() if calls else SMALL
    preview(start_run(BytesIO(content), name=MESSY if calls else "again.csv", call=call, by=by))


def _decide(*, by: int) -> None:
    from skillsnet.calls.models import Proposal
    from skillsnet.classification.actions import confirm_categories, say_cannot_tell, skip, start_reading, undo_decision
    from skillsnet.taxonomy.queries import current_edition

    edition: Any = current_edition()
    categories = list(edition.categories.order_by("pk"))
    proposals = list(Proposal.objects.order_by("pk")[:20])
    for place, proposal in enumerate(proposals[:10]):
        chosen = [categories[place % len(categories)], categories[(place + 3) % len(categories)]]
        decision = confirm_categories(
            proposal, chosen[: 1 + place % 2], by=by, note="Read twice." if place == 0 else ""
        )
    undo_decision(decision, by=by)
    say_cannot_tell(proposals[10], edition, by=by)
    skip(proposals[11], edition, by=by)
    start_reading(edition, title="First reading", size=5, by=by)


def _ask(*, by: Any) -> None:
    """Give one project to a member who shows a name and finds the categories wrong, and answer another's request."""
    from django.utils import timezone

    from skillsnet.accounts.models import User
    from skillsnet.accounts.viewer import viewer_for
    from skillsnet.calls.models import Proposal
    from skillsnet.classification.actions import answer_correction, ask_for_correction
    from skillsnet.participants.models import Consent
    from skillsnet.taxonomy.queries import current_edition

    edition: Any = current_edition()
    placed = Proposal.objects.filter(assignments__category__slug=RENAMED, assignments__is_current=True)
    owned = placed.filter(contact__isnull=False).select_related("contact").distinct().order_by("pk")[:2]
    for number, proposal in enumerate(owned):
        member = User.objects.create_user(f"member{number}@example.org", role="member")
        proposal.contact.user, proposal.contact.claimed_at = member, timezone.now()
        proposal.contact.save()
        for field in ("name", "email"):
            Consent.objects.create(
                person=proposal.contact, field=field, audience=("public", "members")[number], wording="2026-01",
                source="profile", given_at=timezone.now(),
            )  # fmt: skip
        asked = ask_for_correction(proposal, edition, by=viewer_for(member), reason="It is about apprentices.")
        if number == 0:
            answer_correction(asked, by=by.pk, answer="The text speaks of schools.")


def _answer_about_organisations(*, by: int) -> None:
    from django.utils import timezone

    from skillsnet.intake.actions.same import ask_about_organisations, make_one
    from skillsnet.participants.models import Organisation, SameQuestion

    ask_about_organisations()
    questions = list(SameQuestion.objects.filter(answer="open").select_related("left", "right")[:1])
    for question in questions:
        question.answer, question.by_id, question.answered_at = "different", by, timezone.now()
        question.save()
    kept, gone = Organisation.objects.exclude(type="individual").order_by("pk")[:2]
    make_one(kept, gone, take=(), by=by)


def _publishing() -> tuple[Any, Any]:
    # By itself: only the earlier version has this app, and what sorts imports asks whether it is there.
    from skillsnet.codesign.actions import begin_publication, go_on

    return begin_publication, go_on


def _publish(*, by: int) -> None:
    """Put a third edition in force that renames a category, and open the fourth for comment."""
    from django.utils import timezone

    from skillsnet.taxonomy.actions import open_for_comment, start_draft
    from skillsnet.taxonomy.models import CategoryText, Correspondence, Taxonomy

    begin_publication, go_on = _publishing()
    taxonomy = Taxonomy.objects.get(slug="skills")
    draft = start_draft(taxonomy, by=by)
    for text in CategoryText.objects.filter(category__edition=draft, category__slug=RENAMED):
        text.name = f"{text.name} +"
        text.save()
    day = timezone.localdate() + timedelta(days=3000)
    changed = Correspondence.objects.filter(new__edition=draft, new__slug=RENAMED)
    changed.update(kind="narrowed", reasons={"en": "Narrower than it was."})
    go_on(begin_publication(draft, object_until=day, by=by, site="http://127.0.0.1"))
    open_for_comment(start_draft(taxonomy, by=by), until=day, by=by)


def _share() -> None:
    from skillsnet.accounts.viewer import ANYONE
    from skillsnet.calls.models import Proposal
    from skillsnet.facets.actions import store_selection
    from skillsnet.netmap.short_links import shorten_state

    code = store_selection(Proposal.objects.order_by("pk").values_list("pk", flat=True)[5:15])
    links = [shorten_state(query, viewer=ANYONE).code for query in ("country=KE&group=region", f"only={code}")]
    print(" ".join([code, *links]))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
