"""Addresses behind an invitation's link."""

from django.urls import path

from skillsnet.membership.views import checking, claims, codes, joining

urlpatterns = [
    path("", claims.claim_page, name="claim"),
    path("join/", joining.claim_join, name="claim_join"),
    path("code/", codes.claim_code, name="claim_code"),
    path("address/", claims.claim_address, name="claim_address"),
    path("decline/", claims.claim_decline, name="claim_decline"),
    path("stop/<str:signature>/", claims.claim_stop, name="claim_stop"),
    path("stop-reminders/<str:signature>/", claims.claim_stop_reminders, name="claim_stop_reminders"),
    path("still-right/<str:signature>/", checking.still_right, name="still_right"),
    path("stop-still-right/<str:signature>/", checking.still_right_stop, name="still_right_stop"),
    path("<slug:token>/", claims.claim_link, name="claim_link"),
]
