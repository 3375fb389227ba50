"""Addresses of what a member does about the own project's categories."""

from django.urls import path

from skillsnet.classification import views

urlpatterns = [path("<int:pk>/correction/", views.request_correction, name="ask_for_correction")]
