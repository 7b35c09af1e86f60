"""What the environment says: where the data is, and whether this is a demonstration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scrutiny.mail_server import check_mail_server
from scrutiny.person import plain_email
from scrutiny.staff_sign_in import IDLE_MINUTES, StaffSignIn, check_staff_sign_in, read_minutes
from scrutiny.virus_scanner import check_virus_scanner

DEFAULT_DATABASE = "data/mars.duckdb"
DEFAULT_SECRET = "only-for-demonstration-on-one-machine"  # noqa: S105 (refused in earnest)
DEFAULT_BASE_URL = "http://localhost:8501"
SHORTEST_SECRET = 32

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"", "0", "false", "no", "off"})


class SettingsError(ValueError):
    """The environment cannot be used; the message says which variable to set, and how."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings, each described in docs/settings.md.

    `database` is a DuckDB file, ":memory:" or a postgresql:// address; `base_url` has no
    slash at its end.
    """

    database: str = DEFAULT_DATABASE
    demonstration: bool = False
    secret: str = DEFAULT_SECRET
    base_url: str = DEFAULT_BASE_URL
    smtp_host: str = ""
    smtp_port: str = "587"
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_from: str = ""
    oidc_metadata_url: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_cookie_secret: str = ""
    first_administrator: str = ""
    idle_minutes: int = IDLE_MINUTES
    clamd: str = ""

    @property
    def staff(self) -> StaffSignIn:
        """How staff sign in."""
        return StaffSignIn(
            self.oidc_metadata_url, self.oidc_client_id, self.oidc_client_secret,
            self.oidc_cookie_secret, self.first_administrator, self.idle_minutes,
        )  # fmt: skip

    def __repr__(self) -> str:
        return f"Settings(demonstration={self.demonstration}, base_url={self.base_url!r})"


#: The variable that each setting is read from.
VARIABLES: Mapping[str, str] = {
    "database": "MARS_DATABASE",
    "demonstration": "MARS_DEMONSTRATION",
    "secret": "MARS_SECRET",
    "base_url": "MARS_BASE_URL",
    "smtp_host": "MARS_SMTP_HOST",
    "smtp_port": "MARS_SMTP_PORT",
    "smtp_security": "MARS_SMTP_SECURITY",
    "smtp_user": "MARS_SMTP_USER",
    "smtp_password": "MARS_SMTP_PASSWORD",
    "smtp_from": "MARS_SMTP_FROM",
    "oidc_metadata_url": "MARS_OIDC_METADATA_URL",
    "oidc_client_id": "MARS_OIDC_CLIENT_ID",
    "oidc_client_secret": "MARS_OIDC_CLIENT_SECRET",
    "oidc_cookie_secret": "MARS_OIDC_COOKIE_SECRET",
    "first_administrator": "MARS_FIRST_ADMINISTRATOR",
    "idle_minutes": "MARS_IDLE_MINUTES",
    "clamd": "MARS_CLAMD",
}


def load_settings(environ: Mapping[str, str]) -> Settings:
    """The settings that `environ` gives; raises SettingsError when they are unsafe."""
    given = {name: environ.get(variable, "").strip() for name, variable in VARIABLES.items()}
    settings = Settings(
        database=given["database"] or DEFAULT_DATABASE,
        demonstration=_read_flag(VARIABLES["demonstration"], given["demonstration"]),
        secret=given["secret"] or DEFAULT_SECRET,
        base_url=(given["base_url"] or DEFAULT_BASE_URL).rstrip("/"),
        **_read_mail(given),
        oidc_metadata_url=given["oidc_metadata_url"],
        oidc_client_id=given["oidc_client_id"],
        oidc_client_secret=given["oidc_client_secret"],
        oidc_cookie_secret=given["oidc_cookie_secret"],
        first_administrator=plain_email(given["first_administrator"]),
        idle_minutes=read_minutes(given["idle_minutes"]),
        clamd=given["clamd"],
    )
    _check(settings)
    return settings


def _read_mail(given: Mapping[str, str]) -> dict[str, str]:
    """What is given of the mail server, checked; nothing given leaves the defaults."""
    found = {name: words for name, words in given.items() if name.startswith("smtp_") and words}
    if problem := check_mail_server(found):
        raise SettingsError(problem)
    return found


def _read_flag(variable: str, words: str) -> bool:
    if words.lower() in _YES:
        return True
    if words.lower() in _NO:
        return False
    raise SettingsError(f'{variable} is "{words}": set it to 1 or 0')


def _check(settings: Settings) -> None:
    if not settings.base_url.startswith(("http://", "https://")):
        raise SettingsError(
            f'MARS_BASE_URL is "{settings.base_url}": start it with https:// (or http://)'
        )
    if problem := check_staff_sign_in(settings.staff):
        raise SettingsError(problem)
    if problem := check_virus_scanner(settings.clamd):
        raise SettingsError(problem)
    if settings.demonstration:
        return
    if settings.secret == DEFAULT_SECRET:
        raise SettingsError(
            "MARS_SECRET is not set: set it to a long random text, the same at every start, "
            "or set MARS_DEMONSTRATION=1 to look around with invented data"
        )
    if len(settings.secret) < SHORTEST_SECRET:
        raise SettingsError(f"MARS_SECRET is short: give it at least {SHORTEST_SECRET} characters")
