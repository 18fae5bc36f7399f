"""The site's addresses. Pages of a unit live under its code, which never changes."""

from django.urls import include, path

from talentplatform import views

urlpatterns = [
    path("", views.home, name="home"),
    path("health", views.health, name="health"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("help/", views.help_page, name="help"),
    path("accounts/", include("orgs.web.account_urls")),
    path("", include("orgs.urls")),
    path("", include("talentpools.urls")),
    path("", include("talentpools.shared.urls")),
    path("", include("succession.urls")),
    path("", include("learning.urls")),
    path("", include("reporting.urls")),
]

handler400 = "orgs.web.errors.bad_request"
handler403 = "orgs.web.errors.forbidden"
handler404 = "orgs.web.errors.not_found"
handler429 = "orgs.web.errors.too_many"
handler500 = "orgs.web.errors.server_error"
