"""Addresses of the invitations, for facilitators."""

from django.urls import path

from skillsnet.membership.views import campaigns, erasing, handing_over, invitations, returning

urlpatterns = [
    path("", invitations.listed, name="invitations"),
    path("campaigns/new/", campaigns.new, name="campaign_new"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/edit/", campaigns.edit, name="campaign_edit"),
    path("campaigns/<int:pk>/move/", campaigns.move, name="campaign_move"),
    path("campaigns/<int:pk>/stop-reminders/", campaigns.stop_reminders, name="campaign_stop_reminders"),
    path("campaigns/<int:pk>/delete/", campaigns.delete, name="campaign_delete"),
    path("hand-over/", handing_over.sheet, name="hand_over_sheet"),
    path("hand-over/<int:pk>/", handing_over.hand_over_page, name="hand_over"),
    path("unreachable/<int:pk>/", handing_over.mark, name="address_unreachable"),
    path("erase/<int:pk>/", erasing.person_erase, name="person_erase"),
    path("again/", returning.allow, name="allow_again"),
    path("new/<int:pk>/", invitations.new, name="invitation_new"),
    path("<int:pk>/resend/", invitations.again, name="invitation_resend"),
    path("<int:pk>/revoke/", invitations.end, name="invitation_revoke"),
]
