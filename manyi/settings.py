"""Django settings, derived from :mod:`manyi.config`."""

from __future__ import annotations

import sys
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from manyi import config
from manyi.core.keyfile import make_keys, read_keys

VALUES = config.load()
PACKAGE = Path(__file__).resolve().parent
HOME = config.home(VALUES)
config.make_home(HOME)

KEY_FILE = HOME / "keys.txt"
if not KEY_FILE.exists():
    make_keys(KEY_FILE)
KEYS = read_keys(KEY_FILE)
SECRET_KEY = KEYS["sign"][0]

DEBUG = VALUES["debug"]
PORT = VALUES["port"]
HOST = VALUES["host"]
LIVE_PORT = config.live_port(VALUES)
PUBLIC_URL = VALUES["public_url"] or f"http://{HOST}:{PORT}"
LIVE_URL = VALUES["live_url"]
TRUSTED_PROXIES = VALUES["trusted_proxies"]
SECURE = PUBLIC_URL.startswith("https://")
_PUBLIC_HOST = PUBLIC_URL.split("/")[2].rsplit(":", 1)[0]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", _PUBLIC_HOST, *VALUES["allowed_hosts"]]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
TRANSLATE_URL, TRANSLATE_KEY = VALUES["translate_url"], VALUES["translate_key"]
UPLOAD_LIMIT = VALUES["upload_limit_mb"] * 1_000_000
WEB_THREADS = VALUES["web_threads"] or (4 if VALUES["database_url"] else 1)
DATA_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_LIMIT + 1_000_000

APPS = (
    "manyi.core",
    "manyi.people",
    "manyi.customers",
    "manyi.desk",
    "manyi.notices",
    "manyi.channels",
    "manyi.channels.email",
    "manyi.channels.chat",
    "manyi.channels.sides",
    "manyi.sla",
    "manyi.knowledge",
    "manyi.routing",
    "manyi.listening",
    "manyi.insight",
    "manyi.portal",
    "manyi.api",
    "manyi.web",
)
# Ours come first, so that our words win over those of the libraries.
INSTALLED_APPS = [
    *APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "django_htmx",
]
MIDDLEWARE = [
    "manyi.api.gate.gate",
    "manyi.core.middleware.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "manyi.core.middleware.refusals",
    "manyi.people.middleware.viewer",
    "manyi.web.middleware.installed",
]
ROOT_URLCONF = "manyi.urls"
WSGI_APPLICATION = "manyi.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {"default": config.database(VALUES["database_url"], HOME)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = config.sqlite_options(VALUES["durable"])

TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "manyi.core.pages.Pages",
        "DIRS": sorted(str(folder) for folder in PACKAGE.glob("**/templates")),
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "manyi.core.templating.environment",
            "context_processors": ["manyi.core.templating.request_values", "manyi.people.shell.values"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    "files": {
        "BACKEND": "manyi.core.files.WholeFiles",
        "OPTIONS": {"location": HOME / "files"},
    },
    "staticfiles": {"BACKEND": "manyi.core.staticfiles.HashedStorage"},
}

LANGUAGE_CODE = VALUES["language"]
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
TIME_ZONE = VALUES["time_zone"]
USE_TZ = True
USE_I18N = True

AUTH_USER_MODEL = "people.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "manyi.people.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "manyi.people.signin.AccountAdapter"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {
    "login": "manyi.people.signin_forms.LoginForm",
    "reauthenticate": "manyi.people.signin_forms.ReauthenticateForm",
    "reset_password": "manyi.people.signin_forms.ResetPasswordForm",
    "reset_password_from_key": "manyi.people.signin_forms.ResetPasswordKeyForm",
    "change_password": "manyi.people.signin_forms.ChangePasswordForm",
    "set_password": "manyi.people.signin_forms.SetPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip"}
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_SESSION_REMEMBER = True
USERSESSIONS_TRACK_ACTIVITY = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "manyi.people.signin.MFAAdapter"
MFA_FORMS = {
    "authenticate": "manyi.people.signin_forms.AuthenticateForm",
    "reauthenticate": "manyi.people.signin_forms.ReauthenticateCodeForm",
    "activate_totp": "manyi.people.signin_forms.ActivateTOTPForm",
    "add_webauthn": "manyi.people.signin_forms.AddWebAuthnForm",
    "edit_webauthn": "manyi.people.signin_forms.EditWebAuthnForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "manyi.people.signin.username_of"
AXES_LOCKOUT_CALLABLE = "manyi.people.signin.locked_out"
AXES_IPWARE_PROXY_COUNT = TRUSTED_PROXIES or None
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "manyi.core.middleware.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "manyi.people.mailing.InboxBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
    "root": {"handlers": ["stderr"], "level": VALUES["log_level"].upper()},
    "loggers": {"django.server": {"level": "WARNING"}, "httpx": {"level": "WARNING"}},
}
