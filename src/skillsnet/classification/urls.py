"""Addresses of the facilitators' work on categories."""

from django.urls import path

from skillsnet.classification import views

urlpatterns = [
    path("", views.review_queue, name="review_queue"),
    path("taxonomy/<slug:slug>/", views.choose_taxonomy, name="queue_taxonomy"),
    path("waiting/", views.waiting_list, name="waiting_list"),
    path("skipped/", views.skipped, name="review_skipped"),
    path("corrections/", views.corrections, name="corrections"),
    path("learning/", views.learning, name="learning"),
    path("learning/now/", views.learn_now, name="learn_now"),
    path("moved/", views.moved_list, name="moved_list"),
    path("moved/<int:pk>/", views.moved, name="moved"),
    path("readings/", views.readings, name="readings"),
    path("readings/<int:pk>/", views.reading, name="reading"),
    path("readings/<int:pk>/label/", views.reading_label, name="reading_label"),
    path("readings/<int:pk>/close/", views.reading_close, name="reading_close"),
    path("undo/<int:pk>/", views.undo, name="review_undo"),
    path("<int:pk>/", views.review_item, name="review_item"),
    path("<int:pk>/decide/", views.decide, name="review_decide"),
    path("<int:pk>/answer/", views.answer, name="review_answer"),
    path("<int:pk>/skip/", views.put_off, name="review_skip"),
    path("<int:pk>/confirm/", views.confirm, name="confirm_categories"),
]
