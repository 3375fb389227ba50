"""Addresses of signing in and out. Only what this platform uses of allauth is reachable."""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("login/", views.request_login_code, name="account_login"),
    path("login/request/", views.request_login_code, name="account_request_login_code"),
    path("login/code/", views.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
]
