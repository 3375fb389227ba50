"""Addresses of the facilitators' work on categories."""

from django.urls import path

from skillsnet.classification import views

urlpatterns = [
    path("", views.review_queue, name="review_queue"),
    path("<int:pk>/confirm/", views.confirm, name="confirm_categories"),
]
