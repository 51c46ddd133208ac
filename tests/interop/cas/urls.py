"""Both servers under one roof."""

from django.urls import include, path

urlpatterns = [
    path("django-cas-server/", include("cas_server.urls", namespace="cas_server")),
    path("django-mama-cas/", include("mama_cas.urls")),
]
