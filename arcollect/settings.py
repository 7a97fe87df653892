"""Settings of every environment: one file, driven by environment variables.

`ARCOLLECT_ENV=production` runs the same code and refuses to start with anything
that is only fit for a desk; see `arcollect/production.py` and `.env.example`.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from arcollect.core.api import settings as api
from arcollect.environment import env_bool, env_choice, env_int, env_list, env_text
from arcollect.mail_settings import refuse_unusable_mail
from arcollect.production import load_secret_key, refuse_unsafe_production

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = env_choice(
    "ARCOLLECT_ENV", choices=("local", "production"), default="local"
)
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env_bool("ARCOLLECT_DEBUG", default=False)

# Everything the running product writes: database, uploads, keys, mail files.
VAR_DIR = Path(env_text("ARCOLLECT_VAR") or BASE_DIR / "var").resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = load_secret_key(production=PRODUCTION, var_dir=VAR_DIR)
ALLOWED_HOSTS = env_list("ARCOLLECT_ALLOWED_HOSTS") or (
    [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = env_list("ARCOLLECT_CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "arcollect.core",
    "customers",
    "invoices",
    "collection",
    "reconciliation",
    "arcollect.dashboards",
    "demo",
]

MIDDLEWARE = [
    "arcollect.core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "arcollect.core.middleware.SessionAgeMiddleware",
    "arcollect.core.middleware.PreferredLanguageMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "arcollect.core.middleware.FirstRunMiddleware",
    "arcollect.core.middleware.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "arcollect.urls"
WSGI_APPLICATION = "arcollect.wsgi.application"
ASGI_APPLICATION = "arcollect.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "arcollect.core.context.shell",
            ],
            "builtins": ["arcollect.core.templatetags.arcollect"],
        },
    }
]

# Forms draw themselves with templates/forms/ and carry the style sheet's classes.
FORM_RENDERER = "arcollect.core.forms.ArcollectRenderer"

# --- database -----------------------------------------------------------------
DATABASE_URL = env_text("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'arcollect.sqlite3'}"
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=60)
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "arcollect.core.sqlite"
    # One writer: take the write lock at BEGIN, wait for it, let readers go on.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
        "PRAGMA foreign_keys=ON;PRAGMA cache_size=-65536;",
    }
else:
    # Just-in-time compilation makes short reports twenty times slower.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c jit=off"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people -------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation."
        "UserAttributeSimilarityValidator"
    },
]
LOGIN_URL = "core:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "core:login"
OTP_TOTP_ISSUER = "arcollect"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
# Per login name, from wherever: at most 20 guesses an hour, in any spelling.
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = "arcollect.core.views.login.folded_username"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "arcollect.core.views.login.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# --- cookies and headers --------------------------------------------------------
# The desk version is served over plain http on loopback, where Secure cookies and
# the __Host- prefix would lock everybody out.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "arcollect_session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "arcollect_csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Ends this long after the login, and this long after the last click.
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_IDLE = timedelta(
    minutes=env_int("ARCOLLECT_SESSION_IDLE_MINUTES", default=30, least=5)
)
SESSION_SEEN_COOKIE_NAME = "__Host-seen" if PRODUCTION else "arcollect_seen"
SESSION_SAVE_EVERY_REQUEST = False
CSRF_FAILURE_VIEW = "arcollect.core.views.errors.csrf_failure"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https")
    if env_bool("ARCOLLECT_BEHIND_PROXY", default=False)
    else None
)
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# --- languages ----------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "arcollect_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = ["arcollect.formats"]

# --- files ----------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "uploads"},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

# --- mail -----------------------------------------------------------------------
# Without a server every mail is written into a file under ARCOLLECT_VAR/mail.
SMTP_URL = env_text("ARCOLLECT_SMTP_URL")
MAIL_FROM = env_text("ARCOLLECT_MAIL_FROM") or "arcollect@localhost.invalid"
MAIL_DOMAIN = MAIL_FROM.rpartition("@")[2]
refuse_unusable_mail(smtp_url=SMTP_URL, mail_from=MAIL_FROM)
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"

# --- letters ----------------------------------------------------------------------
# Where customers and their banks reach the verify page; printed on every letter.
PUBLIC_URL = (
    env_text("ARCOLLECT_PUBLIC_URL")
    or f"http://localhost:{env_text('PORT', '8000') or '8000'}"
).rstrip("/")
# Rendering processes per web server or worker process, some 200 MB each.
PDF_PROCESSES = env_int("ARCOLLECT_PDF_PROCESSES", default=2, least=1)

# --- background work ------------------------------------------------------------
# The broker only wakes workers; what must be done lies in the database.
REDIS_URL = env_text("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL or "memory://localhost"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": 900,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
    }
    if REDIS_URL
    else {}
)
CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "arcollect.core.tasks.tick", "schedule": 60.0},
}

# --- the API ---------------------------------------------------------------------
REST_FRAMEWORK = api.REST_FRAMEWORK
SPECTACULAR_SETTINGS = api.SPECTACULAR_SETTINGS

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "arcollect": {"level": "INFO"},
        "axes": {"level": "ERROR"},
        # Every page asks for a dozen files: only what goes wrong is worth a line.
        "django.server": {"level": "WARNING", "propagate": True},
    },
}

# User names are unique in any case, by a functional constraint the check overlooks.
# Locking out by login name and not by address is meant: addresses are cheap.
# SQLite leaves the included columns of an index out; nothing else changes.
# Wrong passwords are counted per login name, so no address or browser helps a guesser.
SILENCED_SYSTEM_CHECKS = ["auth.W004", "models.W040", "axes.W006"]

if PRODUCTION:
    refuse_unsafe_production(
        debug=DEBUG, database=DATABASES["default"], allowed_hosts=ALLOWED_HOSTS
    )
