"""Addresses of signing in and out. Only what this platform uses of allauth is reachable."""

from allauth.account import views as allauth
from django.urls import path

from skillsnet.accounts import browser_views, passkey_views, views

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("login/request/", views.login, name="account_request_login_code"),
    path("login/code/", views.confirm, name="account_confirm_login_code"),
    path("browsers/", browser_views.browsers, name="account_browsers"),
    path("passkeys/", passkey_views.passkeys, name="account_passkeys"),
    path("passkeys/options/", passkey_views.adding_options, name="account_passkey_options"),
    path("passkeys/sign-in/", passkey_views.sign_in, name="account_passkey_sign_in"),
    path("passkeys/sign-in/options/", passkey_views.sign_in_options, name="account_passkey_sign_in_options"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("signup/", allauth.signup, name="account_signup"),
]
