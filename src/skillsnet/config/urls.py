"""Every address of the site."""

from django.conf.urls.i18n import urlpatterns as language_urls
from django.urls import include, path

from skillsnet.web import errors

urlpatterns = [
    path("language/", include(language_urls)),
    path("accounts/", include("skillsnet.accounts.urls")),
    path("claim/", include("skillsnet.membership.claim_urls")),
    path("profile/", include("skillsnet.membership.profile_urls")),
    path("map/", include("skillsnet.netmap.urls")),
    path("m/", include("skillsnet.netmap.short_links.urls")),
    path("facilitate/", include("skillsnet.intake.urls")),
    path("facilitate/taxonomies/", include("skillsnet.publication.urls")),
    path("facilitate/taxonomies/", include("skillsnet.taxonomy.urls")),
    path("facilitate/accounts/", include("skillsnet.accounts.facilitator_urls")),
    path("facilitate/fields/", include("skillsnet.calls.urls")),
    path("facilitate/projects/", include("skillsnet.calls.project_urls")),
    path("facilitate/people/", include("skillsnet.calls.people_urls")),
    path("facilitate/edit/", include("skillsnet.revisions.urls")),
    path("facilitate/invitations/", include("skillsnet.membership.urls")),
    path("facilitate/map-websites/", include("skillsnet.netmap.embedding.urls")),
    path("facilitate/outbox/", include("skillsnet.outbox.urls")),
    path("facilitate/categories/", include("skillsnet.classification.urls")),
    path("facilitate/suggestions/", include("skillsnet.matching.urls")),
    path("projects/", include("skillsnet.classification.member_urls")),
    path("projects/", include("skillsnet.membership.news_urls")),
    path("", include("skillsnet.directory.urls")),
    path("", include("skillsnet.home.urls")),
]

handler400 = errors.bad_request
handler403 = errors.denied
handler404 = errors.not_found
handler500 = errors.server_error
