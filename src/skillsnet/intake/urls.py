"""Addresses of imports, and of organisations that may be one."""

from django.urls import path

from skillsnet.intake.views import adding, naming, project_pairs, questions, repeats, rows, runs, same, taxonomies

urlpatterns = [
    path("taxonomies/file/", taxonomies.taxonomy_from_file, name="taxonomy_from_file"),
    path("taxonomies/<slug:slug>/edition-<int:number>/file/", taxonomies.edition_from_file, name="edition_from_file"),
    path("imports/", runs.imports, name="imports"),
    path("projects/new/", adding.project_new, name="project_new"),
    path("imports/new/", runs.import_new, name="import_new"),
    path("imports/<int:pk>/columns/", runs.import_columns, name="import_columns"),
    path("imports/<int:pk>/read-again/", runs.import_reread, name="import_reread"),
    path("imports/<int:pk>/keep-apart/", runs.import_apart, name="import_apart"),
    path("imports/<int:pk>/guess-again/", runs.import_guess, name="import_guess"),
    path("imports/<int:pk>/preview/", rows.import_preview, name="import_preview"),
    path("imports/<int:pk>/rows/<int:position>/", rows.import_row, name="import_row"),
    path("imports/<int:pk>/rows/<int:position>/answer/", questions.import_answer, name="import_answer"),
    path("imports/<int:pk>/names/", naming.import_names, name="import_names"),
    path("imports/<int:pk>/rows/<int:position>/names/", naming.import_names, name="import_row_names"),
    path("imports/<int:pk>/questions/", questions.import_questions, name="import_questions"),
    path("imports/<int:pk>/repeated-rows/", repeats.import_repeats, name="import_repeats"),
    path("imports/<int:pk>/values/", questions.import_values, name="import_values"),
    path("imports/<int:pk>/commit/", runs.import_commit, name="import_commit"),
    path("imports/<int:pk>/resume/", runs.import_resume, name="import_resume"),
    path("imports/<int:pk>/", runs.import_progress, name="import_progress"),
    path("imports/<int:pk>/undo/", runs.import_undo, name="import_undo"),
    path("imports/<int:pk>/delete/", runs.import_delete, name="import_delete"),
    path("imports/<int:pk>/left-out.csv", rows.import_rejected, name="import_rejected"),
    path("same-projects/", project_pairs.project_questions, name="project_questions"),
    path("same-projects/<int:left>/same-as/<int:right>/", project_pairs.project_compare, name="project_compare"),
    path("same-projects/decisions/", project_pairs.project_answers, name="project_answers"),
    path("same-projects/decisions/<int:pk>/ask-again/", project_pairs.project_ask_again, name="project_ask_again"),
    path("same-projects/merges/<int:pk>/undo/", project_pairs.project_merge_undo, name="project_merge_undo"),
    path("imports/<int:pk>/answers/withdraw/", questions.import_withdraw, name="import_withdraw"),
    path("organisations/", same.same_questions, name="same_questions"),
    path("organisations/<int:pk>/", same.same_choose, name="same_choose"),
    path("organisations/<int:left>/same-as/<int:right>/", same.same_compare, name="same_compare"),
    path("organisations/merges/", same.merge_list, name="merges"),
    path("organisations/merges/<int:pk>/undo/", same.merge_undo, name="merge_undo"),
]
