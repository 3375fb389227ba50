"""What types and connections mean, in four languages."""

import pytest

from skillsnet.core.interchange.kumu import Connection
from skillsnet.core.interchange.kumu.kinds import (
    is_general,
    kind_of,
    says_aiding,
    says_belonging,
    says_nothing,
    says_owning,
)


def _connection(kind: str = "", label: str = "") -> Connection:
    return Connection("c", "", "a", "b", kind, label, "directed", {}, ("connections", 1))


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("organisation", "Organisation|ORGANIZATIONS|NGO|Company|companies|institution|Partner|Member"),
        ("organisation", "Lead organisation|NGO / civil society|Project partner|University|Government agency"),
        ("organisation", "Entreprise|Organisme de formation|Organisation partenaire|Société|Universités"),
        ("organisation", "Organismo|Entidad|Organización aliada|Fundación|Instituciones"),
        ("organisation", "منظمة|المنظمة|منظمة غير حكومية|مؤسسة|شركة"),
        ("person", "Person|people|Individual|Contact|Contact person|Board member|Experts"),
        ("person", "Personne|Personnes|Personne de contact|Persona|Personas|شخص|الشخص|أشخاص"),
        ("project", "Proposal|Projects|Pilot project|Initiative|innovation|Solution|Proposal (2024)"),
        ("project", "Projet|Projet pilote|Propuesta|Proyectos|Iniciativa|مشروع|المشروع|مبادرة"),
        ("", "core|non-core|Project manager|Theme|Country|!!|Place|Thème|موضوع|"),
    ],
)
def test_types_are_told_by_name(kind: str, names: str) -> None:
    assert [name for name in names.split("|") if kind_of(name) != kind] == []


def test_a_type_may_say_no_more_than_its_kind() -> None:
    assert [name for name in ("Organisation", "Partners", "منظمة", "") if not is_general(name)] == []
    assert [name for name in ("NGO", "Company", "University", "Partner school") if is_general(name)] == []


def test_connections_are_told_by_the_beginnings_of_their_words() -> None:
    owning = ["Submitted", "submits", "Applicant", "is owner of", "Leads", "implemented by", "Soumis par", "Présentó"]
    owning += ["Porteur", "lidera", "مقدم", "mise en œuvre"]
    belonging = ["Works at", "Contact for", "Member of", "Employee", "Membre de", "travaille à", "Trabaja en", "عضو"]
    aiding = ["Funds", "funded by", "Advises", "Évaluation", "Soutient", "Financia", "يمول"]
    neither = ["Collaborates with", "Works with", "travaille avec", "Shared an event", "knows", ""]
    assert [name for name in owning if not says_owning(_connection(name))] == []
    assert [name for name in belonging + owning if not says_belonging(_connection(label=name))] == []
    assert [name for name in aiding if not says_aiding(_connection(name))] == []
    told = [says_owning, says_belonging, says_aiding]
    assert [name for name in neither if any(tells(_connection(name)) for tells in told)] == []
    assert [name for name in belonging + aiding if says_owning(_connection(name))] == []


def test_a_plain_line_says_nothing() -> None:
    assert [says_nothing(_connection(*names)) for names in ((), ("knows",), ("", "knows"))] == [True, False, False]
