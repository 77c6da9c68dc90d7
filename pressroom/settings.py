"""Django's settings: one file, typed, read from the environment. README.md lists every name read here.

A value that cannot be read raises ImproperlyConfigured with a sentence that names the variable.
"""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from pressroom import __version__
from pressroom.environment import (
    read,
    read_accel,
    read_alerts_key,
    read_bounce_address,
    read_cache_url,
    read_choice,
    read_data_dir,
    read_databases,
    read_former_alerts_keys,
    read_heads_file,
    read_mail,
    read_networks,
    read_number,
    read_old_hosts,
    read_path,
    read_pdf_fonts,
    read_port,
    read_purge_url,
    read_replica_lag,
    read_secret_key,
    read_sender,
    read_site_url,
    read_time_zone,
    read_word_converter,
    read_words,
)

BASE_DIR = Path(__file__).resolve().parent.parent

PORT = read_port()
SITE_URL = read_site_url(PORT)
DEBUG: bool = read("bool", "DEBUG", False)
DATA_DIR = read_data_dir(BASE_DIR / "data")
SECRET_KEY = read_secret_key(DATA_DIR, SITE_URL)
SECRET_KEY_FALLBACKS = read_words("SECRET_KEY_FALLBACKS")
DATABASES = read_databases(DATA_DIR)
DATABASE_ROUTERS = ["transcripts.models.database.replica.ReplicaRouter"] if "replica" in DATABASES else []
DATABASE_REPLICA_LAG = read_replica_lag()
STATEMENT_SECONDS = read_number("STATEMENT_SECONDS", 30, 0, 3_600)
TIME_ZONE = read_time_zone()
CACHE_URL = read_cache_url()
WORD_CONVERTER = read_word_converter()
PDF_FONTS = read_pdf_fonts()
PURGE_URL = read_purge_url()
PURGE_TOKEN: str = read("str", "PURGE_TOKEN", "")
LOG_HEADS_FILE = read_heads_file()
TRUSTED_PROXIES = read_networks("TRUSTED_PROXIES")
ADMIN_PATH = read_path("ADMIN_PATH", "admin")
ADMIN_NETWORKS = read_networks("ADMIN_NETWORKS")
METRICS_TOKEN: str = read("str", "METRICS_TOKEN", "")
SECURITY_CONTACT: str = read("str", "SECURITY_CONTACT", "")
HAS_MAIL = bool(read("str", "EMAIL_URL", ""))
globals().update(read_mail(read("str", "EMAIL_URL", "")))
ALERTS_KEY = read_alerts_key(DATA_DIR)
ALERTS_KEY_FALLBACKS = read_former_alerts_keys()
ALERTS_BOUNCES = read_bounce_address()
ALERTS_HOUR = int(read_number("ALERTS_HOUR", 7, 0, 23))
REPORT_CONTACT_DAYS = int(read_number("REPORT_CONTACT_DAYS", 30, 0, 3_650))
# How long what is no part of the record is kept; 0 days is for ever.
REPORT_DAYS = int(read_number("REPORT_DAYS", 0, 0, 36_500))
TRASH_DAYS = int(read_number("TRASH_DAYS", 0, 0, 36_500))
DESK_LOG_DAYS = int(read_number("DESK_LOG_DAYS", 0, 0, 36_500))
IMPORT_DRAFT_DAYS = int(read_number("IMPORT_DRAFT_DAYS", 7, 1, 366))
IMPORT_BATCH_DAYS = int(read_number("IMPORT_BATCH_DAYS", 28, 1, 366))
ACCOUNT_LOG_DAYS = int(read_number("ACCOUNT_LOG_DAYS", 730, 1, 36_500))

RELEASE = __version__  # part of the edition's stamp: new code may show the same records otherwise

UNSET = [name for name in ("SITE_URL", "TIME_ZONE") if not read("str", name, "")]  # what an office sets for itself
HTTPS = SITE_URL.startswith("https://")
OLD_HOSTS = read_old_hosts()
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname or "", "127.0.0.1", "localhost", "[::1]", *OLD_HOSTS]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = int(read_number("HSTS_SECONDS", 31_536_000, 0, 100_000_000)) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS: bool = HTTPS and read("bool", "HSTS_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD: bool = SECURE_HSTS_INCLUDE_SUBDOMAINS and read("bool", "HSTS_PRELOAD", False)
SECURE_SSL_REDIRECT: bool = HTTPS and read("bool", "HTTPS_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]  # asked from the same machine, without TLS
# Whether other hosts of the domain speak HTTPS alone is for the office to know and to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# The desk ends a session after so many hours without a request, and after so many days in any case.
SESSION_IDLE_HOURS = read_number("SESSION_IDLE_HOURS", 12, 0.1, 24 * 90)
SESSION_DAYS = read_number("SESSION_DAYS", 14, 0.1, 90)
SESSION_COOKIE_AGE = int(SESSION_DAYS * 86_400)
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

INSTALLED_APPS = [
    "transcripts.apps.PressRoomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    "simple_history",
    "drf_spectacular",
    "transcripts.apps.TranscriptsConfig",
]
MIDDLEWARE = [
    "transcripts.middleware.requests.RequestMiddleware",
    "transcripts.middleware.desk_urls.DeskUrlsMiddleware",
    "transcripts.middleware.guards.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "transcripts.middleware.CrossOriginMiddleware",
    "transcripts.middleware.ReplicaMiddleware",
    "transcripts.middleware.PageCacheMiddleware",
    "transcripts.middleware.LifetimeMiddleware",
    "transcripts.middleware.upgrading.UpgradingMiddleware",
    "transcripts.middleware.limits.RateLimitMiddleware",
    "transcripts.middleware.limits.DeskNetworkMiddleware",
    "transcripts.middleware.PublicCompressionMiddleware",
    "transcripts.middleware.old_addresses.OldAddressMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "transcripts.middleware.PathLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "transcripts.middleware.limits.BodyLimitMiddleware",
    "transcripts.middleware.guards.UnheldMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]
FORCE_SCRIPT_NAME = ""  # the site is at the root of its host, whatever a header says
ROOT_URLCONF = "pressroom.urls"
READERS_URLCONF = "pressroom.readers_urls"  # of all requests but the admin's
WSGI_APPLICATION = "pressroom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "pressroom.templates.CompiledTemplates",
        "NAME": "django",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["pressroom.templates.CompactLoader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "transcripts.views.context.site",
            ],
        },
    }
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
# A conference of 200 exchanges posts several fields for each; Django's own limit is 1,000 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 520  # a few more than an import batch may have, which then says so
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

# django-allauth asks for the second factor; the page to log in is the desk's own.
ACCOUNT_ADAPTER = "transcripts.admin.accounts.adapter.DeskAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "transcripts.admin.accounts.adapter.DeskSecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_ALLOW_UNVERIFIED_EMAIL = True
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = f"/{ADMIN_PATH}"

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "transcripts.api.errors.answer_error",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,  # there is no parameter `format`
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Press Room",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVERS": [{"url": SITE_URL}],
    "POSTPROCESSING_HOOKS": ["transcripts.api.schema.add_shapes"],
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["pressroom.formats"]
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
X_ACCEL_REDIRECT = read_accel()
FILE_CACHE_ROOT = DATA_DIR / "kept"  # files made for readers, which are made again when they are missing
STORAGES = {
    "default": {"BACKEND": "pressroom.storage.DurableStorage"},
    "staticfiles": {"BACKEND": "pressroom.storage.JoinedStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

DEFAULT_FROM_EMAIL = SERVER_EMAIL = read_sender() or f"press-room@{urlsplit(SITE_URL).hostname}"
EMAIL_SUBJECT_PREFIX = ""
ADMINS = [("", address) for address in read_words("ERROR_MAIL_TO")]
_HANDLERS = ["console", "mail"] if ADMINS else ["console"]
# Counts of tries to log in, and what else all processes of a machine must agree on for a while.
_SHARED = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL, "KEY_PREFIX": "desk"}
_ON_DISK = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": DATA_DIR / "cache",
    "OPTIONS": {"MAX_ENTRIES": 10_000},
}
CACHES = {"default": _SHARED if CACHE_URL.startswith(("redis", "unix")) else _ON_DISK}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "pressroom.logs.RequestFilter"}},
    "formatters": {
        "json": {"()": "pressroom.logs.JsonFormatter"},
        "text": {"format": "{levelname} {name} {request_id} {message}", "style": "{"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request"],
            "formatter": read_choice("LOG_FORMAT", "text", ("text", "json")),
        },
        "mail": {"class": "pressroom.logs.OfficeMailHandler", "filters": ["request"], "level": "ERROR"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "loggers": {
        # A request for a host that is not ours is answered 400; a traceback for each would fill the log.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        # The line of each request says what was answered; only errors of ours are told a second time.
        "django.request": {"level": "ERROR"},
    },
    "root": {"handlers": _HANDLERS, "level": read("log_level", "LOG_LEVEL", "WARNING")},
}
