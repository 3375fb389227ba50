"""Words that announce a telephone number, and words that say that a number is something else."""

import re
from typing import Final

# Words for a telephone, its kin and the services that go by its number.
_TELEPHONE: Final = (
    r"tels?|téls?|tele|tel[eé]?fs?|tl?fnos?|tl?fn?s?|tfo|telno|tel[eé]fonos?|telfono|t[eé]l[eé]phones?|telefones?|phones?|ph"
    r"|mobiles?|mob|m[oó]vil(?:es)?|m[oó]v|celll?s?|cels?|cellphones?|celular(?:es)?|cellulaires?|fonos?|fijos?|fixes?"
    r"|portables?|gsm|landlines?|whats?\s?app?|watsapp|wsp|wpp|wapp|wa|wasap|guasap|viber|signal|imo|telegram|t[eé]l[eé]copie"
    r"|(?:tele)?fax|hotline|helpline|sms|m-?pesa|orange money|contact(?: no| number)?|toll[ -]free"
    r"|n[uú]mero de contacto|num[eé]ro de contact|my number|mi n[uú]mero|mon num[eé]ro"
)
_ARABIC_TELEPHONE: Final = (
    "هاتفي?|هواتف|جوالي?|موبايلي?|موبيل|محمول|خليوي|خلوي|تلفون|تليفون|تلفن|نقال|فاكس|واتساب|واتس [اآ]ب|واتس|وتساب"
    "|موبایل|همراه|فایبر|فيبر|سيجنال|تواصل|اتصالات?|اتصلوا|اتصل|رقمي"
)
# A few words may stand between: "el móvil es el 612 …", "phone number is 555 …".
_FILLER: Final = (
    r"(?:\s(?:numbers?|num[eé]ros?|n[uú]meros?|num|nos?|n[º°]|رقم|الرقم|is|are|es|est|el|le|al|au|a|on|at|in|en|via"
    r"|على|ب|مع|هو))"
)
_CLOSING: Final = r"[\s.:;°º#()\[\]=|>*'\"-]{0,6}"
# What stands right before the number; the last three are calls to call: "call me on", "appelez le", "llámame al".
ANNOUNCED: Final = re.compile(
    rf"(?:(?<![^\W_])(?:{_TELEPHONE})(?:\s?\([^()]{{1,20}}\))?\.?{_FILLER}{{0,3}}"
    rf"|(?<!\w)(?:و|ب|ل)?(?:ال|لل)?(?:{_ARABIC_TELEPHONE}){_FILLER}{{0,3}}"
    rf"|(?<!\w)(?:call|ring|dial|text|reach)(?:\s[^\W\d]{{1,15}}){{0,2}}?{_FILLER}{{0,2}}"
    r"|(?<!\w)(?:r?appele[rz]|joindre|joignables?|contacte[rz])(?:[-\s][^\W\d]{1,15}){0,2}?\s(?:le|au)"
    r"|(?<!\w)(?:ll[aá]m[ae]\w{0,4}|llamar|llame|marque|marcar|comun[ií]\w{2,10}|contact[aáe]\w{0,8}|escr[ií]b\w{0,8})"
    r"(?:\s[^\W\d]{1,15})?\s(?:al|a|en)|(?<!\w)llam(?:ar|e))"
    rf"{_CLOSING}$",
    re.IGNORECASE,
)
# One letter for the same, as on cards: "T. 06 …", "M: 07 …".
ANNOUNCED_BY_LETTER: Final = re.compile(r"(?<!\w)(?:[TMW]|Tl)\s?[.:]\s?$")
# A number after one of these is that of a thing, or of a telephone if it looks like one.
NUMBERED: Final = re.compile(r"(?:(?<!\w)(?:num|n[uú]mero|num[eé]ro|no|رقم|الرقم)|n[°º]|№)[\s.:]{0,3}$", re.IGNORECASE)
# A number after one of these is that of a thing.
IDENTIFIED: Final = re.compile(
    r"(?:(?<!\w)(?:isbn|issn|doi|orcid|arxiv|pmid|ids?|ref|r[eé]f[eé]rences?|referencia|nos?|nr|num|numbers?|n[uú]meros?"
    r"|num[eé]ros?|codes?|c[oó]digo|grant|award|project|projet|proyecto|contract|contrat|contrato|siret|siren|nit|ruc|rut"
    r"|cuit|cuil|rfc|curp|nif|cif|tin|vat|tva|iban|account|compte|cuenta|registration|reg|licen[cs]e|permit|ticket"
    r"|invoice|law|loi|ley|decree|d[eé]cret|decreto|r[eé]solution|resoluci[oó]n|act|iati|xm-dac|patent|serial"
    r"|version|v|lot|رقم|قانون|المشروع)|[°º#№ª])[\s.:°º#№-]{0,4}(?:of\s)?$",
    re.IGNORECASE,
)
_CURRENCY: Final = (
    r"us|usd|us\$|euro?s?|gbp|xof|xaf|f?cfa|fcfa|cfaf|kes|kshs?|tzs|tshs?|ugx|ushs?|ngn|ghs|inr|rs|pkr|lkr|bdt|php|idr|vnd|mxn|cop"
    r"|ars|clp|pen|brl|r\$|s/|zar|mad|dzd|tnd|egp|jod|sar|iqd|lbp|cad|aud|chf|jpy|cny|rmb|sdr"
)
_SIGN: Final = "[$€£¥₦₹₵₱₡₲]"
# A number before or after one of these is an amount.
COUNTED_AFTER: Final = re.compile(
    rf"\s{{0,2}}(?:[%‰°]|{_SIGN}|(?:{_CURRENCY}|[kmg]?wh?|k[mg]|ha|m[23²³]|mt|tco2|tonnes?|tons?|hectares?|litres?|acres?"
    r"|dollars?|d[oó]lares|pesos?|soles|rupees?|shillings?|francs?|millions?|millones|milliards?|mille|thousand|people"
    r"|persons?|personnes|personas|habitants?|inhabitants|habitantes|abonn[eé]s|users|usuarios|utilisateurs|workers|jobs"
    r"|students|learners|households|families|children|women|men|youths?|beneficiaries|b[eé]n[eé]ficiaires|beneficiarios"
    r"|farmers|pupils|copies|times|years|hours|days|kilom[eè]t\w{2,4}|دولار|يورو|جنيه|درهم|دينار|ريال|ليرة|شخص|نسمة|مليون"
    r"|ألف|متدرب|مستفيد|عامل|كيلومتر\w{0,2})(?!\w))|[,.٫٬]\d",
    re.IGNORECASE,
)
COUNTED_BEFORE: Final = re.compile(
    rf"{_SIGN}\s?$|(?<!\w)(?:{_CURRENCY})\.?\s?$|\d[,.٫٬]$"
    r"|(?<!\w)(?:budget|presupuesto|total|sum|amount|montant|monto|importe|cost|co[uû]t|costo|population|poblaci[oó]n)"
    r"(?:\s(?:of|de|is|:))?[\s:]{0,3}$",
    re.IGNORECASE,
)
