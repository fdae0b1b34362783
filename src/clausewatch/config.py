"""The settings of an instance: one TOML file in its home, checked before anything runs.

Behaviour stands in the file; secrets may come from the environment (`CLAUSEWATCH_SMTP_PASSWORD`,
`CLAUSEWATCH_DATABASE`, `CLAUSEWATCH_ADVISER_KEY`, `CLAUSEWATCH_PLAN_SECRET`, `CLAUSEWATCH_OIDC_SECRET_...`), which
wins over the file.
"""

from __future__ import annotations

import ipaddress
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from clausewatch.errors import BadInputError
from clausewatch.proof.cosignature import parse_witness_key

FILE_NAME = "clausewatch.toml"

TEMPLATE = """\
# Settings of this Clausewatch instance. Every line is optional; what is shown is the default.

[instance]
# title = "Clausewatch"
# base_url = "http://127.0.0.1:8300"       # where readers reach the pages; links in messages begin with it
# database = "sqlite:///clausewatch.db"    # or postgresql://user@host/name; relative to this folder
# archive = "archive"                      # the bytes of every capture
# mode = "open"                            # open: no accounts, whoever reaches the pages reads; accounts: see docs/how-to/accounts.md
# public = true                            # with accounts: whether /api/v1 answers without a token

[accounts]
# sign_up = "invitation"                   # who may make an account: invitation or open
# plan_secret = ""                         # whsec_...; signs POST /hooks/plan, which is closed without one
# passkeys = true                          # where clausewatch[accounts] is installed and base_url is https
# oidc = []                                # providers to sign in by, e.g. [{id = "example", issuer = "https://login.example",
#                                          # client_id = "clausewatch"}]; see docs/how-to/sign-in.md

[capture]
# contact = ""                             # an address that site operators can write to; shown in the User-Agent
# gap_seconds = 2.0                        # pause between two requests to one host
# timeout_seconds = 60.0
# max_megabytes = 20
# threads = 8
# obey_robots = true
# allow_networks = []                      # private networks that may be fetched, e.g. ["10.20.0.0/16"]
# connect_to = {}                          # e.g. {"www.example.com:443" = "10.20.0.7:8443"}

[browser]
# use = true                               # for pages that need one, where clausewatch[browser] is installed
# executable = ""                          # a Chromium; else CLAUSEWATCH_CHROMIUM, the PATH, or Playwright's own
# timeout_seconds = 60.0
# max_memory_megabytes = 1500              # all its processes together
# max_page_megabytes = 60                  # all that a page loads
# max_responses = 600
# sandbox = true                           # Chromium's own; it does not run for root

[catalogue]
# shipped = true                           # watch the platforms that come with Clausewatch
# folder = "catalogue"                     # your own declarations, one YAML file per platform

[mail]
# host = ""                                # an SMTP server; without one no e-mail is sent
# port = 587
# security = "starttls"                    # starttls, tls or none
# user = ""
# sender = "clausewatch@localhost"

[alerts]
# operator = ""                            # an e-mail address that is told when documents cannot be captured
# failing_rounds = 4                       # turns without a good capture before it and the watches are told

[adviser]
# model = ""                               # e.g. "openai:NAME", or NAME at base_url; empty: no model is asked. Needs clausewatch[llm]
# base_url = ""                            # a server that speaks the chat wire format, e.g. "http://127.0.0.1:11434/v1"
# wire = "tool"                            # how typed answers are asked for: tool, native or prompted
# timeout_seconds = 60.0
# max_output_tokens = 1500
# daily_tokens = 200000
# per_minute = 20
# daily_cost = 0.0                         # with the two prices per million tokens; 0 sets no limit
# input_price = 0.0
# output_price = 0.0

[evidence]
# authorities = []                         # who stamps the log's head (RFC 3161), e.g.
#                                          # [{name = "example", url = "http://tsa.example/", roots = "tsa-root.pem"}]
# witnesses = []                           # who cosigns it, e.g. [{url = "https://witness.example/", key = "..."}]
# stamp_minutes = 60                       # how long a new head waits for a stamp at most

[serve]
# host = "127.0.0.1"
# port = 8300
# requests_per_minute = 600                # how often one address may ask the API; 0 sets no limit
"""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class InstanceSettings(_Strict):
    title: str = "Clausewatch"
    base_url: str = Field("http://127.0.0.1:8300", pattern=r"^https?://[^\s/]+(/[^\s]*)?$")
    database: str = "sqlite:///clausewatch.db"
    archive: str = "archive"
    mode: Literal["open", "accounts"] = "open"
    public: bool = True


def _are_networks(value: tuple[str, ...]) -> tuple[str, ...]:
    for each in value:
        ipaddress.ip_network(each)
    return value


class OidcSettings(_Strict):
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    name: str = Field("", max_length=60)
    issuer: str = Field(
        pattern=r"^(https://|http://(localhost|127\.0\.0\.1)[:/])[\x21-\x7e]+$", max_length=500
    )
    client_id: str = Field(min_length=1, max_length=300, pattern=r"^[\x20-\x7e]+$")
    client_secret: str = Field("", repr=False)
    trust_email: bool = False
    networks: tuple[str, ...] = ()

    _networks = field_validator("networks")(_are_networks)


class AccountSettings(_Strict):
    sign_up: Literal["invitation", "open"] = "invitation"
    plan_secret: str = Field("", repr=False)
    passkeys: bool = True
    oidc: tuple[OidcSettings, ...] = ()

    @field_validator("oidc")
    @classmethod
    def _are_told_apart(cls, value: tuple[OidcSettings, ...]) -> tuple[OidcSettings, ...]:
        for each in (tuple(one.id for one in value), tuple(one.issuer for one in value)):
            if len(set(each)) < len(each):
                raise ValueError("two providers have one id or one issuer")
        return value


class CaptureSettings(_Strict):
    contact: str = Field("", max_length=200, pattern=r"^[\x20-\x7e]*$")
    gap_seconds: float = Field(2.0, ge=0, le=3600)
    timeout_seconds: float = Field(60.0, gt=0, le=600)
    max_megabytes: float = Field(20.0, gt=0, le=200)
    threads: int = Field(8, ge=1, le=64)
    obey_robots: bool = True
    allow_networks: tuple[str, ...] = ()
    connect_to: dict[str, str] = Field(default_factory=dict)

    _networks = field_validator("allow_networks")(_are_networks)


class BrowserConfig(_Strict):
    use: bool = True
    executable: str = ""
    timeout_seconds: float = Field(60.0, ge=5, le=600)
    max_memory_megabytes: int = Field(1500, ge=200, le=64_000)
    max_page_megabytes: float = Field(60.0, gt=0, le=1000)
    max_responses: int = Field(600, ge=1, le=100_000)
    sandbox: bool = True


class CatalogueSettings(_Strict):
    shipped: bool = True
    folder: str = "catalogue"


class MailSettings(_Strict):
    host: str = ""
    port: int = Field(587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = Field("", repr=False)
    sender: str = "clausewatch@localhost"


class AlertSettings(_Strict):
    operator: str = Field("", max_length=254)
    failing_rounds: int = Field(4, ge=1, le=1000)

    @field_validator("operator")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if value:
            # Most instances have none, and need not load what judges it.
            from clausewatch.alert import email_fault

            if fault := email_fault(value):
                raise ValueError(f"the address {fault}")
        return value


class AdviserConfig(_Strict):
    model: str = Field("", max_length=200, pattern=r"^[\x21-\x7e]*$")
    base_url: str = Field("", pattern=r"^(https?://[^\s]+)?$")
    key: str = Field("", repr=False)
    wire: Literal["tool", "native", "prompted"] = "tool"
    timeout_seconds: float = Field(60.0, gt=0, le=600)
    max_output_tokens: int = Field(1500, ge=100, le=20_000)
    daily_tokens: int = Field(200_000, ge=0)
    per_minute: int = Field(20, ge=1, le=10_000)
    daily_cost: float = Field(0.0, ge=0)
    input_price: float = Field(0.0, ge=0)
    output_price: float = Field(0.0, ge=0)


class AuthoritySettings(_Strict):
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    url: str = Field(pattern=r"^https?://[^\s]+$")
    roots: str = Field(min_length=1)


class WitnessSettings(_Strict):
    url: str = Field(pattern=r"^https?://[^\s]+$")
    key: str

    @field_validator("key")
    @classmethod
    def _is_key(cls, value: str) -> str:
        parse_witness_key(value)
        return value


class EvidenceSettings(_Strict):
    authorities: tuple[AuthoritySettings, ...] = ()
    witnesses: tuple[WitnessSettings, ...] = ()
    stamp_minutes: float = Field(60.0, ge=0, le=100_000)

    @field_validator("authorities")
    @classmethod
    def _have_names(cls, value: tuple[AuthoritySettings, ...]) -> tuple[AuthoritySettings, ...]:
        if len({each.name for each in value}) < len(value):
            raise ValueError("two authorities have one name")
        return value


class ServeSettings(_Strict):
    host: str = "127.0.0.1"
    port: int = Field(8300, ge=0, le=65535)
    requests_per_minute: int = Field(600, ge=0, le=1_000_000)


class Settings(_Strict):
    """Everything an operator can choose. Frozen; paths are relative to the home."""

    instance: InstanceSettings = InstanceSettings()
    accounts: AccountSettings = AccountSettings()
    capture: CaptureSettings = CaptureSettings()
    browser: BrowserConfig = BrowserConfig()
    catalogue: CatalogueSettings = CatalogueSettings()
    mail: MailSettings = MailSettings()
    alerts: AlertSettings = AlertSettings()
    adviser: AdviserConfig = AdviserConfig()
    evidence: EvidenceSettings = EvidenceSettings()
    serve: ServeSettings = ServeSettings()


def load_settings(home: Path, environment: Mapping[str, str]) -> Settings:
    """The settings of the instance at `home`. BadInputError names the file, the key and the mend."""
    path = home / FILE_NAME
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        given = {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInputError(
            str(path), f"cannot be read as TOML ({error})", "Correct that place in the file"
        ) from error
    if environment.get("CLAUSEWATCH_DATABASE"):
        given.setdefault("instance", {})["database"] = environment["CLAUSEWATCH_DATABASE"]
    if environment.get("CLAUSEWATCH_SMTP_PASSWORD"):
        given.setdefault("mail", {})["password"] = environment["CLAUSEWATCH_SMTP_PASSWORD"]
    if environment.get("CLAUSEWATCH_ADVISER_KEY"):
        given.setdefault("adviser", {})["key"] = environment["CLAUSEWATCH_ADVISER_KEY"]
    if environment.get("CLAUSEWATCH_PLAN_SECRET"):
        given.setdefault("accounts", {})["plan_secret"] = environment["CLAUSEWATCH_PLAN_SECRET"]
    _take_oidc_secrets(given, environment)
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        known = "Known sections: " + ", ".join(Settings.model_fields)
        raise BadInputError(
            str(path), f"{key}: {first['msg']}", f"Correct or remove that key. {known}"
        ) from error


def _take_oidc_secrets(given: dict[str, Any], environment: Mapping[str, str]) -> None:
    """Puts each provider's secret in: of the one with the id `my-login` it is CLAUSEWATCH_OIDC_SECRET_MY_LOGIN."""
    accounts = given.get("accounts")
    providers = accounts.get("oidc") if isinstance(accounts, dict) else None
    for each in providers if isinstance(providers, list) else ():
        if not isinstance(each, dict):
            continue
        name = f"CLAUSEWATCH_OIDC_SECRET_{str(each.get('id', '')).upper().replace('-', '_')}"
        if environment.get(name):
            each["client_secret"] = environment[name]


def database_address(home: Path, settings: Settings) -> str:
    """The database's address with a relative SQLite file placed in the home."""
    address = settings.instance.database
    prefix = "sqlite:///"
    if address.startswith(prefix) and not address.startswith(prefix + "/"):
        return prefix + str((home / address.removeprefix(prefix)).resolve())
    return address
