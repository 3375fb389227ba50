"""Addresses of a project's news."""

from django.urls import path

from skillsnet.membership.views import news

urlpatterns = [
    path("<int:pk>/news/", news.project_news, name="project_news"),
    path("<int:pk>/news/<int:item>/", news.news_edit, name="news_edit"),
    path("<int:pk>/news/<int:item>/delete/", news.news_delete, name="news_delete"),
]
