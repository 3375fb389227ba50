"""Every address of the site, and those of the tools that development mode adds."""

from debug_toolbar.toolbar import debug_toolbar_urls
from django.urls import include, path

urlpatterns = [
    *debug_toolbar_urls(),
    path("__reload__/", include("django_browser_reload.urls")),
    path("", include("skillsnet.config.urls")),
]

handler400 = "skillsnet.web.errors.bad_request"
handler403 = "skillsnet.web.errors.denied"
handler404 = "skillsnet.web.errors.not_found"
handler500 = "skillsnet.web.errors.server_error"
