"""Addresses of the invitations, for facilitators."""

from django.urls import path

from skillsnet.membership.views import invitations

urlpatterns = [
    path("", invitations.listed, name="invitations"),
    path("new/<int:pk>/", invitations.new, name="invitation_new"),
    path("<int:pk>/resend/", invitations.again, name="invitation_resend"),
    path("<int:pk>/revoke/", invitations.end, name="invitation_revoke"),
]
