"""The peer of `columns`: a whole column name is looked up in a table, and the leftmost column with a meaning has it."""

import re
from collections.abc import Sequence

from skillsnet.core.intake.target_fields import SINGLE
from skillsnet.core.text import fold

FIRST_NAMES = ("first name", "given name", "firstname", "prenom", "prenoms", "nombres", "nombre de pila")
LAST_NAMES = ("last name", "surname", "family name", "lastname", "nom de famille", "apellido", "apellidos")
# Headers as call platforms and form builders write them in English, French and Spanish. Compared folded.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "external_id": (
        *(
            "id",
            "submission id",
            "application id",
            "proposal id",
            "reference",
            "reference number",
            "application number",
        ),
        *("application number", "submission number", "project id", "entry id", "response id", "record id", "ref", "no"),
        *("identifiant", "numero de dossier", "numero de candidature", "reference du dossier", "numero", "n°", "code"),
        *("identificador", "numero de solicitud", "numero de propuesta", "codigo", "referencia", "folio"),
    ),
    "submitted_on": (
        *("submission date", "submitted on", "submitted at", "date submitted", "date of submission", "timestamp"),
        *("application date", "date", "created at", "received on", "date received", "date and time"),
        *("date de soumission", "date de depot", "soumis le", "horodateur", "date d envoi", "date de reception"),
        *("fecha de envio", "fecha de presentacion", "fecha", "enviado el", "marca temporal", "fecha de recepcion"),
    ),
    "organisation": (
        *("organisation", "organization", "organisation name", "organization name", "name of organisation"),
        *("name of the organisation", "applicant organisation", "lead organisation", "institution", "company"),
        *("institution name", "company name", "applicant", "entity", "name of institution", "lead applicant"),
        *("nom de l organisation", "organisme", "nom de l organisme", "structure", "entreprise", "nom de la structure"),
        *("nom de l institution", "organisation candidate", "organizacion", "nombre de la organizacion", "entidad"),
        *("nombre de la entidad", "institucion", "nombre de la institucion", "empresa", "organizacion solicitante"),
    ),
    "organisation_id": (
        *("organisation id", "organization id", "organisation number", "registration number", "organization number"),
        *("applicant id", "institution id", "identifiant de l organisation", "numero d enregistrement", "siret"),
        *("numero d immatriculation", "identificador de la organizacion", "numero de registro", "nif", "ruc"),
    ),
    "organisation_website": (
        *("organisation website", "organization website", "website of organisation", "company website"),
        *("website of the organisation", "site web de l organisation", "sitio web de la organizacion"),
    ),
    "organisation_type": (
        *("type of organisation", "organisation type", "organization type", "type of organization", "applicant type"),
        *("type of institution", "kind of organisation", "type of applicant", "legal form", "sector of organisation"),
        *("type d organisation", "type d organisme", "type de structure", "forme juridique", "statut juridique"),
        *("tipo de organizacion", "tipo de entidad", "tipo de institucion", "forma juridica", "tipo de solicitante"),
    ),
    "country": (
        *("country", "country of organisation", "country of registration", "country of residence", "nation"),
        *("country of origin", "organisation country", "headquarters country", "location country", "based in"),
        *("pays", "pays de l organisation", "pays d origine", "pays de residence", "pays d enregistrement"),
        *("pais", "pais de la organizacion", "pais de origen", "pais de residencia", "pais de registro"),
    ),
    "languages": (
        *("languages", "language", "working languages", "working language", "language of application"),
        *("languages spoken", "language of the proposal", "application language"),
        *("langue", "langues", "langues de travail", "langue de travail", "langue de la candidature"),
        *("idioma", "idiomas", "lengua", "lenguas", "idiomas de trabajo", "idioma de la solicitud"),
    ),
    "contact_name": (
        *("contact person", "contact name", "contact", "name of contact person", "full name", "applicant name"),
        *("focal point", "name of contact", "your name", "primary contact", "contact person name"),
        *("personne de contact", "nom du contact", "personne contact", "point focal", "nom et prenom", "nom complet"),
        *("persona de contacto", "nombre de contacto", "nombre del contacto", "contacto", "nombre completo"),
        *("punto focal", "nombre y apellido", "nombre y apellidos"),
        *FIRST_NAMES,
        *LAST_NAMES,
    ),
    "contact_email": (
        *("contact e mail", "contact email", "email", "e mail", "email address", "e mail address", "mail"),
        *("email of contact person", "contact person email", "applicant email"),
        *("courriel", "adresse e mail", "adresse electronique", "adresse email", "courriel du contact", "mel"),
        *("correo", "correo electronico", "correo electronico de contacto", "email de contacto", "e mail de contacto"),
    ),
    "contact_phone": (
        *("phone", "telephone", "phone number", "contact phone", "telephone number", "mobile", "mobile number"),
        *("numero de telephone", "tel", "telephone du contact", "portable"),
        *("telefono", "numero de telefono", "telefono de contacto", "movil", "celular"),
    ),
    "contact_position": (
        *("position", "job title", "function", "role", "contact position", "position in organisation", "designation"),
        *("fonction", "poste", "titre du poste", "fonction du contact"),
        *("cargo", "puesto", "funcion", "cargo del contacto"),
    ),
    "title": (
        *("title", "proposal title", "project title", "project name", "title of project", "title of proposal"),
        *("title of the project", "title of the proposal", "name of project", "proposal name", "innovation title"),
        *("name of the project", "solution name", "application title", "name of solution", "project"),
        *("titre", "titre du projet", "titre de la proposition", "nom du projet", "intitule", "intitule du projet"),
        *("titulo", "titulo del proyecto", "titulo de la propuesta", "nombre del proyecto", "nombre de la propuesta"),
    ),
    "summary": (
        *("summary", "proposal summary", "project summary", "abstract", "description", "project description"),
        *("short description", "objectives summary", "proposal description", "executive summary", "overview"),
        *("description of the project", "brief description", "summary of the proposal", "about the project"),
        *("resume", "resume du projet", "description du projet", "descriptif", "description courte", "presentation"),
        *("resumen", "descripcion", "resumen del proyecto", "descripcion del proyecto", "descripcion breve"),
        *("resumen de la propuesta", "resume de la proposition", "resumen ejecutivo"),
    ),
    "more_text": (
        *("objectives", "how does the proposal contribute evidence", "evidence", "impact", "expected results"),
        *("problem statement", "challenge", "innovation", "approach", "solution", "results", "problem addressed"),
        *("objectifs", "resultats attendus", "defi", "probleme", "approche", "impact attendu"),
        *("objetivos", "resultados esperados", "problema", "desafio", "enfoque", "impacto esperado", "impacto"),
    ),
    "beneficiaries": (
        *("beneficiaries", "target group", "target group beneficiaries", "target groups", "target population"),
        *("target audience", "beneficiary", "beneficiary groups", "target beneficiaries"),
        *("beneficiaires", "groupe cible", "groupes cibles", "public cible", "population cible"),
        *("beneficiarios", "grupo destinatario", "poblacion objetivo", "grupo objetivo", "grupo meta", "destinatarios"),
    ),
    "category": (
        *("category", "categories", "theme", "themes", "thematic area", "category of the proposal", "topic"),
        *("categories sectors", "categories sdgs", "thematic areas", "area of work", "categories multiple"),
        *("categorie", "thematique", "thematiques", "domaine", "categories de la proposition", "axe thematique"),
        *("categoria", "categorias", "tema", "temas", "area tematica", "linea tematica"),
    ),
    "stage": (
        *("stage", "project stage", "stage of development", "development stage", "maturity", "implementation stage"),
        *("stage of the project", "phase", "stade", "stade du projet", "etape", "niveau d avancement", "maturite"),
        *("etapa", "etapa del proyecto", "fase", "fase del proyecto", "madurez", "nivel de avance"),
    ),
    "status": (
        *("status", "application status", "submission status", "proposal status", "result", "outcome", "decision"),
        *("statut", "statut de la candidature", "etat", "resultat"),
        *("estado", "estado de la solicitud", "resultado", "situacion"),
    ),
    "website": (
        *("website", "web site", "url", "web page", "homepage", "project website", "link"),
        *("site web", "site internet", "lien", "page web"),
        *("sitio web", "pagina web", "enlace", "web"),
    ),
    # Headers that look like one of the above and are something else.
    "extra": (
        *("region", "closing date", "countries of implementation", "partner organisations", "type of solution"),
        *(
            "partners",
            "partner",
            "sectors",
            "sector",
            "instrument",
            "budget",
            "presupuesto",
            "grant",
            "end date",
            "start date",
        ),
        *("country of implementation", "countries", "score", "reviewer", "comments", "city", "address", "postcode"),
        *("region du projet", "pays de mise en oeuvre", "partenaires", "ville", "adresse", "date de fin", "secteur"),
        *(
            "pais de ejecucion",
            "paises de ejecucion",
            "socios",
            "ciudad",
            "direccion",
            "fecha de cierre",
            "presupuesto",
        ),
        *("number of beneficiaries", "social media", "date of birth", "gender", "sexe", "genero", "age", "edad"),
    ),
}


def normalised(name: str) -> str:
    """Return a column name as the table has it: folded words."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(name)).split())


def look_up_columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, tuple[str, float]]:
    """Return meaning and confidence of each column: 1 where its whole name is in the table."""
    table = {normalised(word): meaning for meaning, words in SYNONYMS.items() for word in words}
    meanings: dict[str, tuple[str, float]] = {}
    given: set[str] = set()
    for name in header:
        meaning = table.get(normalised(name), "extra")
        if meaning in given and meaning in SINGLE:
            meaning = "extra"
        given.add(meaning)
        meanings[name] = (meaning, 1.0 if meaning != "extra" else 0.0)
    return meanings
