"""Every public page of a network, read through HTTP in an order of its own, and what the facilitator's pages hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from tests.upgrading import contents
from tests.upgrading.contents import FACETS, Terms

LANGUAGES = ("en", "fr", "es", "ar")
SEARCHES = ("welding", "jeunes", "mujeres", "شباب", "training women", "zzzz")
# Addresses as the older version has them; the newer one leads on from there.
PROJECT = "/participants/{}/"
ADDRESS_COLUMN = 13
# Columns that the older version does not have, in each language; nothing stands in them after an upgrade.
NEWER_COLUMNS = {"Countries of work", "Pays d’intervention", "Países de trabajo", "بلدان العمل"}
TIMEOUT_S = 60.0
GROUPINGS = (
    "category",
    "region",
    "subregion",
    "language",
    "beneficiary",
    "type",
    "stage",
    "call",
    "issue",
    "place",
    "ties",
)
PLAIN = ("/", "/categories/", "/countries/", "/directory/", "/map/", "/map/metrics/", "/categories/changes/")
FACILITATED = (
    "/facilitate/", "/facilitate/imports/", "/facilitate/organisations/", "/facilitate/organisations/merges/",
    "/facilitate/taxonomies/", "/facilitate/taxonomies/skills/", "/facilitate/fields/", "/facilitate/outbox/",
    "/facilitate/categories/", "/facilitate/categories/waiting/", "/facilitate/categories/corrections/",
    "/facilitate/categories/learning/", "/facilitate/categories/moved/", "/facilitate/categories/readings/",
)  # fmt: skip


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True)
class Answer:
    """What an address answers with."""

    status: int
    location: str
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


@dataclass
class Site:
    """A network at an address, read by a visitor or by whoever the cookie names."""

    address: str
    cookie: str = ""
    moved: dict[str, str] = field(default_factory=dict)

    def read(self, path: str, *, language: str = "en") -> Answer:
        """Return the answer of a path, one permanent redirect further where it was moved for good."""
        answer = self._ask(path, language)
        if answer.status == 301:
            self.moved[path] = answer.location
            answer = self._ask(answer.location, language)
        return answer

    def _ask(self, path: str, language: str) -> Answer:
        headers = {"Accept-Language": language, "Cookie": self.cookie, "Accept": "text/html"}
        request = Request(self.address + quote(path, safe="/?&=%+-._~"), headers=headers)
        try:
            with build_opener(_Stay).open(request, timeout=TIMEOUT_S) as response:
                return Answer(response.status, "", response.read())
        except HTTPError as error:
            with error:
                return Answer(error.code, contents.HOST.sub("", error.headers.get("Location") or ""), error.read())


def _directory(content: bytes) -> list[list[str]]:
    """Return the cells of a file of the directory, without the columns that the older version does not have."""
    sheet = contents.sheet(content)
    columns = [index for index, name in enumerate(sheet[0]) if name not in NEWER_COLUMNS]
    assert all(not row[index] for row in sheet[1:] for index in set(range(len(sheet[0]))) - set(columns))
    return [[row[index] for index in columns] for row in sheet]


def snapshot(site: Site, *, every: int = 1) -> dict[str, Any]:
    """Return what the pages of a site hold, by path; of projects and countries every so many."""
    found: dict[str, Any] = {}
    for language in LANGUAGES:
        sheet = _directory(site.read("/directory.csv", language=language).content)
        terms = Terms()
        for row in sheet[1:]:
            for cell in row:
                terms.add(cell)
        found[f"{language} /directory.csv"] = sheet
        projects = sorted(int(row[ADDRESS_COLUMN].split("/")[-2]) for row in sheet[1:])
        paths = [*PLAIN, *(_every_path(site, projects, every=every) if language == "en" else ())]
        for path in paths:
            found[f"{language} {path}"] = _page(site, path, terms, language=language)
    found |= {f"file {path}": value for path, value in _files(site)}
    found |= {f"map {path}": value for path, value in _maps(site)}
    return found


def facilitated(site: Site, runs: Iterator[int] | range) -> dict[str, Any]:
    """Return what a facilitator's pages hold."""
    terms = Terms()
    for row in contents.sheet(site.read("/directory.csv").content)[1:]:
        for cell in row:
            terms.add(cell)
    paths = [*FACILITATED]
    for run in runs:
        paths += [f"/facilitate/imports/{run}/{page}/" for page in ("columns", "preview", "questions", "values")]
        paths += [f"/facilitate/imports/{run}/", f"/facilitate/imports/{run}/preview/?page=2"]
    return {f"facilitator {path}": _page(site, path, terms, language="en") for path in paths}


def _page(site: Site, path: str, terms: Terms, *, language: str) -> dict[str, Any]:
    answer = site.read(path, language=language)
    found: dict[str, Any] = {"status": answer.status}
    if answer.status == 200:
        found |= contents.page(answer.text, terms)
    if answer.location:
        found["location"] = contents.renamed(answer.location)
    return found


def _every_path(site: Site, projects: list[int], *, every: int) -> Iterator[str]:
    """Yield the addresses of pages beside those that are read in every language."""
    for number in range(1, len(projects) // 20 + 3):
        yield f"/directory/?page={number}"
    for number in range(1, len(projects) // 50 + 3):
        yield f"/directory/?view=table&page={number}"
    for words in SEARCHES:
        yield "/directory/?" + urlencode({"q": words})
        yield "/map/?" + urlencode({"q": words})
    choices = contents.page(site.read("/directory/").text, Terms())["choices"]
    for name, value, _ in choices:
        yield "/directory/?" + urlencode({name: value})
        if name == "category":
            yield f"/categories/{value}/"
        if name == "country":
            yield f"/countries/{value}/"
    first = {str(name): str(value) for name, value, _ in reversed(choices)}
    yield "/directory/?" + urlencode([*first.items()][:3])
    yield "/directory/?" + urlencode([("category", value) for name, value, _ in choices if name == "category"][:3])
    for number in range(1, 5):
        yield f"/categories/edition-{number}/"
        yield f"/categories/edition-{number}/life-skills/"
        yield f"/categories/edition-{number}/1/"
    yield from (f"/map/?group={grouping}" for grouping in GROUPINGS)
    yield from ("/map/embed/", "/map/embed/?country=KE", "/accounts/login/", "/accounts/signup/", "/nothing/")
    for pk in projects[::every]:
        yield PROJECT.format(pk)
        yield f"{PROJECT.format(pk)}sheet/"
        yield f"{PROJECT.format(pk)}?country=KE"
    yield PROJECT.format(max(projects) + 1000)


def _files(site: Site) -> Iterator[tuple[str, Any]]:
    readers: tuple[tuple[str, Callable[[bytes], Any]], ...] = (
        ("/directory.xlsx", _directory), ("/directory.csv?country=KE", _directory),
        ("/directory.csv?q=training", _directory), ("/map/network.gexf", contents.markup),
        ("/map/network.graphml", contents.markup), ("/map/kumu.xlsx", contents.sheet),
        ("/map/kumu.json", contents.document), ("/map/picture.svg", contents.markup),
        ("/map/matches/?q=training", contents.document),
    )  # fmt: skip
    for path, reader in readers:
        yield path, reader(site.read(path).content)
    for query in ("", "?country=KE", *(f"?group={grouping}" for grouping in GROUPINGS)):
        yield f"/map/network.json{query}", contents.document(site.read(f"/map/network.json{query}").content)
    for number in range(1, 5):
        for ending, reader in (("json", contents.document), ("csv", contents.sheet), ("xlsx", contents.sheet)):
            path = f"/categories/edition-{number}.{ending}"
            answer = site.read(path)
            yield path, reader(answer.content) if answer.status == 200 else answer.status
        answer = site.read(f"/categories/edition-{number}-changes.csv")
        yield f"/categories/edition-{number}-changes.csv", contents.sheet(answer.content) if answer.status == 200 else 0


def _maps(site: Site) -> Iterator[tuple[str, Any]]:
    """Yield what the map's page tells in each language, and the files that it names."""
    for language in LANGUAGES:
        told = contents.config(site.read("/map/", language=language).text)
        yield f"{language} groupings", [[one["key"], one["facet"]] for one in told["groupings"]]
        yield f"{language} measures", [one["key"] for one in told["numbers"]]
        for facet in told["facets"]:
            yield f"{language} {facet['key']}", contents.without(facet, ("label", "page"))
    for kind in ("nodes", "links", "names"):
        yield kind, contents.map_file(site.read(told[f"{kind}Url"]).content)
    for key, address in told["places"].items():
        yield f"places {key}", contents.map_file(site.read(address).content)


__all__ = ["FACETS", "Answer", "Site", "facilitated", "snapshot"]
