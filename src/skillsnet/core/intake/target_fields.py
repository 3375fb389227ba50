"""What a column of a call's export may mean, and the words that headers use for it."""

from typing import Final

SINGLE: Final = (
    "external_id",
    "submitted_on",
    "organisation",
    "organisation_id",
    "organisation_type",
    "organisation_website",
    "country",
    "contact_name",
    "contact_email",
    "contact_phone",
    "contact_position",
    "title",
    "summary",
    "stage",
    "status",
    "website",
    "may_publish",
    "may_contact",
)
MULTIPLE: Final = ("work_countries", "languages", "more_text", "beneficiaries", "category", "ignore", "extra")
TARGET_FIELDS: Final = (*SINGLE, *MULTIPLE)
# What a row may say again for a second, third, … person or project, as `contact_name#2`.
OF_PEOPLE: Final = ("contact_name", "contact_email", "contact_phone", "contact_position")
OF_PROJECTS: Final = ("title", "external_id", "summary", "more_text", "category", "beneficiaries", "stage", "website")
LAST_ORDINAL: Final = 5
# Columns that are given the same target field are joined with these; of the others the first filled cell counts.
JOINED_WITH: Final = {
    "title": " – ",
    "organisation": " – ",
    "external_id": "-",
    "organisation_id": "-",
    "contact_name": " ",
    "contact_phone": "; ",
    "contact_position": ", ",
}


def split_target_field(target_field: str) -> tuple[str, int] | None:
    """Return a target field without its number, and the number.

    Parameters
    ----------
    target_field
        One of `TARGET_FIELDS`, or one that a row can have several times with its number: `contact_name#2`.

    Returns
    -------
    (str, int) or None
        The number is 1 where none is written; None for what is no target field.

    Examples
    --------
    >>> split_target_field("title"), split_target_field("contact_name#2"), split_target_field("country#2")
    (('title', 1), ('contact_name', 2), None)
    """
    base, _, number = target_field.partition("#")
    if base not in TARGET_FIELDS:
        return None
    if not number:
        return (base, 1) if base == target_field else None
    is_known = number in [str(n) for n in range(2, LAST_ORDINAL + 1)] and base in OF_PEOPLE + OF_PROJECTS
    return (base, int(number)) if is_known else None


# Two columns that are one name: joined, the first name first.
FIRST_NAMES: Final = ("first name", "given name", "firstname", "prenom", "prenoms", "nombres", "nombre de pila")
LAST_NAMES: Final = ("last name", "surname", "family name", "lastname", "nom de famille", "apellido", "apellidos")
# What our own file of rows that were left out writes over its first two columns.
OWN_HEADERS: Final = (
    *("row", "why it was skipped", "ligne", "pourquoi elle a ete ignoree", "fila", "por que se omitio"),
    *("الصف", "سبب تخطيه"),
    # As earlier versions wrote them.
    *("why it was left out", "pourquoi elle a ete laissee de cote", "por que quedo fuera"),
)

# Headers as call platforms and form builders write them in English, French and Spanish. Compared folded.
SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
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
    "work_countries": (
        *("countries of work", "countries of implementation", "country of implementation", "countries"),
        *("implementation countries", "implementing countries", "countries of operation", "operating countries"),
        *("where do you work", "countries where you work", "project countries", "target countries"),
        *("pays de mise en oeuvre", "pays d intervention", "pays d execution", "pays de travail"),
        *("pais de ejecucion", "paises de ejecucion", "paises de intervencion", "paises de trabajo"),
        *("بلدان العمل", "دول العمل", "بلدان التنفيذ", "بلد التنفيذ", "دول التنفيذ"),
        *("paises de atuacao", "paises de implementacao", "einsatzlander", "projektlander", "страны реализации"),
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
    "may_publish": (
        *("consent to publish", "consent to publication", "agree to publication", "may we publish", "may publish"),
        *("may we show your entry", "show my entry", "show in the public directory", "publish my entry"),
        *("publication consent", "permission to publish", "ok to publish", "public listing", "make public"),
        *(
            "accord de publication",
            "autorisation de publication",
            "autorisation de publier",
            "j autorise la publication",
        ),
        *("pouvons nous publier", "consentement a la publication", "publier ma candidature"),
        *(
            "autorizacion de publicacion",
            "autorizo la publicacion",
            "consentimiento de publicacion",
            "podemos publicar",
        ),
        *("autorizacion para publicar", "permiso de publicacion"),
        *("هل توافق على النشر", "الموافقة على النشر", "أوافق على نشر مشاركتي", "هل يمكننا نشر مشاركتك"),
        *("autorizo a publicacao", "autorizacao de publicacao", "podemos publicar a sua candidatura"),
        *("einwilligung zur veroffentlichung", "zustimmung zur veroffentlichung", "durfen wir veroffentlichen"),
        *("согласие на публикацию", "можно ли публиковать", "разрешение на публикацию"),
    ),
    "may_contact": (
        *(
            "consent to be contacted",
            "consent to contact",
            "agree to be contacted",
            "may we contact you",
            "ok to contact",
        ),
        *("may others contact you", "permission to contact", "can others contact you", "willing to be contacted"),
        *(
            "accord pour etre contacte",
            "j accepte d etre contacte",
            "autorisation de contact",
            "peut on vous contacter",
        ),
        *("acepto ser contactado", "autorizo ser contactado", "podemos contactarle", "consentimiento de contacto"),
        *("هل يمكن للآخرين التواصل معك", "أوافق على التواصل معي", "الموافقة على التواصل"),
        *("aceito ser contactado", "autorizo o contato", "autorizo o contacto", "podemos contata lo"),
        *("kontaktaufnahme erlaubt", "durfen andere sie kontaktieren", "einwilligung zur kontaktaufnahme"),
        *("согласие на контакт", "можно ли с вами связаться"),
    ),
    # Headers that look like one of the above and are something else.
    "extra": (
        *("region", "closing date", "partner organisations", "type of solution"),
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
        *("score", "reviewer", "comments", "city", "address", "postcode"),
        *("region du projet", "partenaires", "ville", "adresse", "date de fin", "secteur"),
        *(
            "socios",
            "ciudad",
            "direccion",
            "fecha de cierre",
            "presupuesto",
        ),
        *("number of beneficiaries", "social media", "date of birth", "gender", "sexe", "genero", "age", "edad"),
    ),
}
