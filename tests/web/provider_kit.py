"""A sign-in provider of our own on loopback: real HTTP, an RSA key, codes that work once, and every lie on demand."""

from __future__ import annotations

import json
import secrets
import threading
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "clausewatch", "a secret: of ours"


@cache
def the_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


@dataclass(frozen=True)
class Granted:
    """What a code stands for; `asked` whether the person was to be asked, as they then were."""

    challenge: str
    nonce: str
    redirect_uri: str
    asked: bool


@dataclass
class Provider:
    """`person` is who is at its pages, `claims` and `configuration` change what it says, `sign` how it signs."""

    now: Callable[[], datetime]
    key: RSAKey = field(default_factory=the_key)
    person: dict[str, object] = field(default_factory=lambda: {"sub": "ada-at-provider"})
    claims: dict[str, object] = field(default_factory=dict)
    configuration: dict[str, object] = field(default_factory=dict)
    userinfo: dict[str, object] = field(default_factory=dict)
    sign: Callable[[Provider, dict[str, object]], str] | None = None
    published: list[RSAKey] = field(default_factory=list)
    codes: dict[str, Granted] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    authorized: list[str] = field(default_factory=list)
    url: str = ""

    def told(self) -> dict[str, object]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "authorization_response_iss_parameter_supported": True,
            **self.configuration,
        }

    def visited(self, address: str, **changed: str) -> str:
        """Where the provider sends the browser that came to that address: the person agreed. `changed` lies."""
        asked = {name: each[0] for name, each in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        anew = "max_age" in asked
        self.codes[code] = Granted(asked["code_challenge"], asked["nonce"], asked["redirect_uri"], anew)
        given = {"state": asked["state"], "code": code, "iss": self.url} | changed
        return f"{asked['redirect_uri']}?{urlencode({k: v for k, v in given.items() if v})}"

    def id_token(self, granted: Granted) -> str:
        at = int(self.now().timestamp())
        claims: dict[str, object] = {
            "iss": self.url,
            "aud": CLIENT,
            "iat": at,
            "exp": at + 300,
            "nonce": granted.nonce,
            "auth_time": at if granted.asked else None,
            **self.person,
            **self.claims,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        return self.sign(self, kept) if self.sign else self.signed(kept)

    def signed(self, claims: dict[str, Any], **header: str) -> str:
        return jwt.encode({"alg": "RS256", "kid": "one", **header}, claims, self.key)

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, object]]:
        pair = b64decode(authorization.removeprefix("Basic ")).decode()
        known = pair == "clausewatch:a+secret%3A+of+ours" or form.get("client_secret") == SECRET
        granted = self.codes.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "")
        challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        if not known or granted is None or len(verifier) < 43 or challenge != granted.challenge:
            return 400, {"error": "invalid_grant"}
        if form.get("redirect_uri") != granted.redirect_uri:
            return 400, {"error": "invalid_grant"}
        answer = {"access_token": "an-access-token", "token_type": "Bearer"}
        return 200, {**answer, "id_token": self.id_token(granted)}


def provider_handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            provider.asked.append(path)
            if path == "/.well-known/openid-configuration":
                self.answer(200, provider.told())
            elif path == "/keys":
                keys = provider.published or [provider.key]
                self.answer(200, {"keys": [each.as_dict(private=False) for each in keys]})
            elif path == "/userinfo":
                provider.authorized.append(self.headers["authorization"])
                self.answer(200, provider.userinfo)
            elif path == "/authorize":
                self.send_response(302)
                self.send_header("location", provider.visited(provider.url + self.path))
                self.send_header("content-length", "0")
                self.end_headers()
            else:
                self.answer(404, {})

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: each[0] for name, each in parse_qs(body).items()}
            self.answer(*provider.token(form, self.headers.get("authorization", "")))

        def answer(self, status: int, told: dict[str, object]) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """A test's log is its assertions."""

    return Handler


@contextmanager
def provided(now: Callable[[], datetime], host: str = "127.0.0.1") -> Iterator[Provider]:
    """The provider, served until the end."""
    provider = Provider(now)
    server = ThreadingHTTPServer((host, 0), provider_handler(provider))
    server.daemon_threads = True
    provider.url = f"http://{host}:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield provider
    server.shutdown()
    server.server_close()


def configured(provider: Provider, **more: object) -> dict[str, object]:
    """The provider as an operator configures it; its network is its address and no other."""
    return {
        "id": "example",
        "name": "Example Login",
        "issuer": provider.url,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "networks": ["127.0.0.1/32"],
        **more,
    }
