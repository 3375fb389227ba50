"""Addresses of the home page, the facilitators' start page and the health of the process."""

from django.urls import path

from skillsnet.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("facilitate/", views.facilitate, name="facilitate"),
    path("facilitate/work/", views.work, name="work"),
    path("facilitate/work/again/", views.work_again, name="work_again"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
