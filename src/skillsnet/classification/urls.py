"""Addresses of the facilitators' work on categories."""

from django.urls import path
from django.views.generic import RedirectView

from skillsnet.classification import views

urlpatterns = [
    path("", views.review_queue, name="review_queue"),
    path("taxonomy/<slug:slug>/", views.choose_taxonomy, name="queue_taxonomy"),
    path("waiting/", views.pending_list, name="pending_list"),
    path("waiting/confirm/", views.confirm_several, name="confirm_several"),
    path("skipped/", views.review_skipped, name="review_skipped"),
    path("corrections/", views.corrections, name="corrections"),
    path("learning/", views.learning, name="learning"),
    path("learning/now/", views.learn_now, name="learn_now"),
    path("moved/", views.suggestion_updates, name="suggestion_updates"),
    path("moved/<int:pk>/", views.suggestion_update, name="suggestion_update"),
    path("annotation-rounds/", views.annotation_rounds, name="annotation_rounds"),
    path("annotation-rounds/<int:pk>/", views.annotation_round, name="annotation_round"),
    path("annotation-rounds/<int:pk>/label/", views.annotation_label, name="annotation_label"),
    path("annotation-rounds/<int:pk>/close/", views.annotation_close, name="annotation_close"),
    path("undo/<int:pk>/", views.undo_own_decision, name="review_undo"),
    path("<int:pk>/", views.review_item, name="review_item"),
    path("<int:pk>/decide/", views.decide, name="review_decide"),
    path("<int:pk>/answer/", views.answer_request, name="review_answer"),
    path("<int:pk>/skip/", views.skip_project, name="review_skip"),
    path("<int:pk>/confirm/", views.confirm_project, name="confirm_categories"),
    # As earlier versions had them.
    path(
        "readings/",
        RedirectView.as_view(pattern_name="annotation_rounds", permanent=True),
        name="former_annotation_rounds",
    ),
    path(
        "readings/<int:pk>/",
        RedirectView.as_view(pattern_name="annotation_round", permanent=True),
        name="former_annotation_round",
    ),
    path(
        "readings/<int:pk>/label/",
        RedirectView.as_view(pattern_name="annotation_label", permanent=True),
        name="former_annotation_label",
    ),
]
