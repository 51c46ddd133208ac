"""A Django project that holds nothing but two CAS servers."""

import os

SECRET_KEY = "for the loopback address alone"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "urls"
USE_TZ = True
STATIC_URL = "/static/"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "cas_server",
    "mama_cas",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.path.join(os.environ["INTEROP_WORK"], "cas.sqlite"),
        "OPTIONS": {"timeout": 30},
    }
}
LOGGING = {
    "version": 1,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
}

# django-cas-server. What it allows to whom is in its database: see `serve.py`.
CAS_AUTH_CLASS = "people.Person"
CAS_PROXY_CA_CERTIFICATE_PATH = os.environ["REQUESTS_CA_BUNDLE"]
# It would look in the package index for a newer version of itself.
CAS_NEW_VERSION_HTML_WARNING = False
CAS_NEW_VERSION_EMAIL_WARNING = False

# django-mama-cas.
MAMA_CAS_SERVICES = [
    {
        "SERVICE": r"^https?://127\.0\.0\.1:\d+/",
        "CALLBACKS": ["people.attributes"],
        "LOGOUT_ALLOW": True,
        "PROXY_ALLOW": True,
        "PROXY_PATTERN": r"^https://127\.0\.0\.1:\d+/",
    }
]
