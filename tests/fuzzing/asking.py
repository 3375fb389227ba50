"""One odd request, as bytes, so that nothing on the way makes it less odd."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from urllib.parse import quote_plus

from tests.fuzzing.values import CATALOGUE, odd_value

BOUNDARY = "fuzzboundary"
FORM, MULTIPART = "application/x-www-form-urlencoded", f"multipart/form-data; boundary={BOUNDARY}"
# Bodies and types that belong to no form of ours, and encodings that are none for text.
ODD_TYPES = (
    *("application/json", "text/plain", "", "multipart/form-data", f"{MULTIPART}; charset=rot13"),
    *(f"{FORM}; charset=rot13", f"{FORM}; charset=utf-16", "text/xml; charset=idna", f"{FORM}; charset=utf-7"),
)
ODD_HEADERS: dict[str, tuple[str, ...]] = {
    "HTTP_HX_REQUEST": ("true", "²"),
    "HTTP_HX_CURRENT_URL": ("http://[::1", "/map/?q=%00", "²"),
    "HTTP_HX_TARGET": ("rows", "<b>"),
    "HTTP_ACCEPT": ("application/json", "text/html", "*/*;q=²", "a" * 5000),
    "HTTP_ACCEPT_LANGUAGE": ("ar", "fr;q=²", "x" * 600, "en-" + "a-" * 300, "*"),
    "HTTP_ACCEPT_ENCODING": ("gzip", "br;q=nan", "²"),
    "HTTP_REFERER": ("http://[::1", "//evil.example.org", "²"),
    "HTTP_X_FORWARDED_FOR": ("²", "1.2.3.4, ", "::::", "a" * 999),
    "HTTP_X_REQUEST_ID": ("a\tb", "²" * 10),
    "HTTP_IF_NONE_MATCH": ('"²"', "W/", "*"),
    "HTTP_IF_MODIFIED_SINCE": ("Sun, 99 Feb 99999999 25:61:61 GMT", "²"),
    "HTTP_RANGE": ("bytes=²-", "bytes=-1", "bytes=9999999999999999999-"),
}
COOKIES = (
    "django_language=²",
    'x="\\000"',
    "sessionid=a",
    'sessionid="\\000aaaaaaaa"',
    "csrftoken=²",
    ";;=;=",
    "messages=²",
)
FILES = (
    b"", b"\x00" * 64, b"\xff\xfe\x00\xd8", b"PK\x03\x04" + b"\x00" * 40, b"Title,Country\n", b'"unclosed',
    "Title,Country,Note\nWelding\x00,Kenya,²\n\ud800,Peru,=1\n".encode("utf-8", "surrogatepass"),
    b'{"format": "skillsnet-taxonomy", "editions": [' + b"[" * 5000, b"<?xml version='1.0'?><!DOCTYPE a []><a/>",
)  # fmt: skip
FILE_NAMES = ("a.csv", "a.xlsx", "a.json", "a.ttl", "²\x01.csv", "", "x" * 400 + ".csv", "../../a.csv", 'a".csv')


@dataclass(frozen=True)
class Asked:
    """A request that can be made again."""

    who: str
    method: str
    address: str
    body: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cookie: str = ""

    def __str__(self) -> str:
        said = f"{self.who} {self.method} {self.address[:300]}"
        return f"{said} {self.content_type[:90]} {self.headers or ''} {self.cookie} {self.body[:1500]!r}"


def encoded(pairs: Sequence[tuple[str, str]]) -> str:
    """Return fields as an address or a form has them, lone surrogates as the bytes they would be."""
    return "&".join("=".join(quote_plus(part.encode("utf-8", "surrogatepass")) for part in pair) for pair in pairs)


def multipart(pairs: Sequence[tuple[str, str]], files: Sequence[tuple[str, str, bytes]] = ()) -> bytes:
    """Return fields and files as a form with files has them."""
    lines = []
    for name, value in pairs:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        lines.append((head + value).encode("utf-8", "surrogatepass"))
    for name, filename, content in files:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n\r\n'
        lines.append(head.encode("utf-8", "surrogatepass") + content)
    return b"\r\n".join([*lines, f"--{BOUNDARY}--\r\n".encode()])


def body_of(
    pairs: Sequence[tuple[str, str]], chance: Random, *, files: Sequence[tuple[str, str, bytes]] = ()
) -> tuple[bytes, str]:
    """Return fields as a body and the body's type: mostly as a browser sends them, at times as nobody should."""
    if chance.random() < 0.08:
        odd = json.dumps(dict(pairs)).encode() if chance.random() < 0.5 else encoded(pairs).encode()
        return odd, chance.choice(ODD_TYPES)
    if files or chance.random() < 0.3:
        return multipart(pairs, files), MULTIPART
    return encoded(pairs).encode(), FORM


def spoiled(pairs: Sequence[tuple[str, str]], names: Sequence[str], chance: Random) -> list[tuple[str, str]]:
    """Return fields of which one to three are odd, and at times some that are missing, strange or said twice."""
    found = list(pairs)
    if chance.random() < 0.05:
        return []
    for _ in range(chance.randint(1, 3)):
        if found and chance.random() < 0.75:
            place = chance.randrange(len(found))
            name, value = found[place]
            found[place] = (name, odd_value(chance, likely=value))
        else:
            found.append((chance.choice(names), odd_value(chance)))
    if found and chance.random() < 0.15:
        found.append(chance.choice(found))
    if found and chance.random() < 0.15:
        del found[chance.randrange(len(found))]
    if chance.random() < 0.04:
        found.append((chance.choice(CATALOGUE), "1"))
    return found


def odd_headers(chance: Random) -> dict[str, str]:
    """Return no header, or one or two odd ones."""
    names = chance.sample(sorted(ODD_HEADERS), chance.choice((0, 0, 0, 1, 2)))
    return {name: chance.choice(ODD_HEADERS[name]) for name in names}
