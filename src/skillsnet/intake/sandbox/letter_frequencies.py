"""How often languages use the letters that ASCII does not have; what tells one old encoding from another.

The figures are rough, out of published letter counts (Wikipedia, "Letter frequency"; Jun Da's list of Chinese
characters), relative to each other within a language. They need not be good: in the wrong encoding a text uses letters
that its language hardly ever uses.
"""

from collections.abc import Mapping
from functools import cache

# Letter and weight; for scripts other than Latin all their letters.
_LATIN = {
    "fr": "é19 à5 è3 ê2 ç1 ô.4 î.4 ù.5 û.5 â.5 œ.2 ë.1 ï.1 ÿ.01",
    "es": "ó8 í7 á5 é4 ñ3 ú2 ü.1 ¿.3 ¡.2 º.2 ª.2",
    "pt": "ã7 ç5 á5 é3 ó3 í2 ê4 õ1 ú2 â3 à1 ô.5 ü.1 º.2 ª.2",
    "de": "ü10 ä6 ö4 ß3 é.1",
    "it": "à6 è3 ò2 ù2 é1 ì1",
    "nl": "é5 ë4 ï2 è1 ö1 ü1 á.5",
    "sv": "ä18 å13 ö13 é.3 ü.1",
    "da": "å12 ø9 æ9 é.3 ö.1",
    "fi": "ä36 ö5 å.2",
    "is": "á18 ð44 é6 í16 ó10 ö8 þ15 ú6 ý2 æ9",
    "ca": "à5 è4 é6 í4 ò3 ó6 ú2 ç2 ï1 ü.2 ·.5",
}
_CENTRAL = {
    "pl": "ł21 ę10 ó11 ą7 ś8 ć7 ż7 ń4 ź1",
    "cs": "í16 á9 ě12 ý10 č5 ř4 š7 ž7 é6 ů2 ú.5 ň.1 ť.1 ó.2 ď.2",
    "sk": "á10 í6 č6 é5 š5 ž5 ý5 ú4 ľ2 ť3 ô1 ň1 ä1 ď1 ó1 ĺ.1 ŕ.1",
    "hu": "á34 é35 ó12 ö11 ő9 í6 ü6 ú3 ű2",
    "ro": "ă24 â6 î9 ş10 ţ9 ș5 ț5",
    "hr": "č10 š10 ž6 ć6 đ3",
    "de": "ü10 ä6 ö4 ß3",
}
_TURKISH = {"tr": "ı51 ü19 ş18 ğ11 ç12 ö8 İ4 â.2 î.1"}
_BALTIC = {
    "lt": "ė16 š10 ą8 ž8 ų14 ū5 į6 č4 ę2",
    "lv": "ā39 ī17 ē17 š10 ū5 ļ4 ņ4 ž3 ķ2 č2 ģ2",
    "et": "ä10 õ9 ü6 ö3 š.2 ž.1",
}
_CYRILLIC = {
    "ru": "о110 е85 а80 и74 н67 т63 с55 р47 в45 л44 к35 м32 д30 п28 у26 я20 ы19 ь17 г17 з17 б16 ч14 й12 х10 ж9 ш7 ю6 "
    "ц5 щ4 э3 ф3 ъ.4 ё2",
    "uk": "о94 а83 н68 і57 и60 т55 в53 е49 р45 с41 к40 л39 у33 д33 м30 п29 я24 з22 ь18 г16 б17 ч14 х12 ц8 ю9 ж9 й13 "
    "ї8 є6 ф3 ш7 щ5 ґ.2",
    "bg": "а117 о87 и90 е84 н72 т70 р56 в45 с47 л38 к35 д37 п28 м24 з21 я16 ъ19 г17 б15 ч13 у15 щ6 ц7 ж7 х6 й6 "
    "ш4 ю2 ф2 ь.2",
    "sr": "а113 о93 и93 е87 н58 т41 р50 с47 у43 д36 в37 к37 ј36 м34 п28 л33 г17 з18 б16 ш10 ч11 ц8 ж6 њ7 х5 ћ6 "
    "љ5 ф3 ђ2 џ.3",
}
_GREEK = {
    "el": "α95 ο85 ι65 ε70 τ80 σ50 ν60 ς40 η40 υ40 ρ40 π40 κ40 μ33 λ28 ω16 γ17 δ17 θ13 χ12 φ9 β7 ξ5 ζ4 ψ2 ά20 έ20 ή15 "
    "ί25 ό23 ύ10 ώ9 ϊ.5 ϋ.3 ΐ.1 ΰ.1"
}
_ARABIC = {
    "ar": "ا140 ل120 ي75 م65 و60 ن60 ر50 ت45 ب37 ع35 د30 س27 ه25 ة35 ف28 ق25 ك23 ح20 أ20 ج14 ش12 ص11 ط10 خ8 ض6 ذ7 ث6 "
    "غ4 ى6 ز7 ء3 ظ2 ئ4 إ7 ؤ2 آ1 ،5 ؛.3 ؟.5 ً1 ّ1 َ1 ُ1 ِ1 ْ1 ـ.5",
    "fa": "ا120 ی90 ر70 ن65 د65 ه60 م55 و60 ت45 ب40 س35 ش30 ک25 ل25 ز20 ف15 گ10 ق10 خ12 پ10 ع10 ج8 ح8 چ3 آ8 "
    "ص6 ط6 غ3 ض3 ژ1 ث1",
}
_HEBREW = {
    "he": "י110 ו105 ה95 ל70 א65 ר60 ת55 ב52 מ55 ש48 נ30 ד27 ע35 ח25 ם30 ק22 פ22 כ20 ט13 ן15 צ12 ג13 ז12 ס17 ך8 ף3 ץ2"
}
_THAI = {"th": "า70 น65 ร60 ก55 อ50 เ45 ง45 ม40 ย35 ล35 ว35 ด30 ท30 ส30 ต30 ะ30 ป25 บ25 ั40 ่40 ้40 ิ30 ี30 ุ15 ู12 "
         "ค30 จ15 ห25 ข20 แ20 โ12 ไ20 ใ12 ช15 พ20 ผ12 ถ12 ื15 ์20 ึ8 ็10 ำ10 ซ8 ธ8 ภ6 ณ6 ญ4 ษ5 ศ6 "
         "ฐ3 ๆ3 ฟ4 ฝ3 ฉ3 ฏ1"}  # fmt: skip
_FAMILIES = {
    "latin": _LATIN, "central": _CENTRAL, "turkish": _TURKISH, "baltic": _BALTIC, "cyrillic": _CYRILLIC,
    "greek": _GREEK, "arabic": _ARABIC, "hebrew": _HEBREW, "thai": _THAI,
}  # fmt: skip
# Signs that any language writes.
_SIGNS = "’‘“”–—…«»°€• §©®™„‚"
_SIGN = 0.01
# Nothing is impossible: a foreign name, a slip.
_FLOOR = 1e-5
# One letter in ten is a capital.
_CAPITAL = 0.1
_OWN_LANGUAGE_SHARE = 0.85

_HANZI = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
    "五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战"
    "先回则任取据处世车技能培训项目教育青年妇女就业职业发展机构组织联系姓名国家语言摘要名称"
)
_HANZI_TRADITIONAL = (
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經"
    "十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形"
    "相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展"
)
_CJK_SIGNS = "，。、；：？！（）「」『』《》【】—…“”‘’・ー　％～〜０１２３４５６７８９"


@cache
def letter_frequencies(family: str) -> tuple[Mapping[str, float], ...]:
    """Return for each language of a family how probable each letter outside ASCII is, with a share for the others'."""
    tables = [_frequency_table(text) for text in _FAMILIES[family].values()]
    every: dict[str, float] = {}
    for table in tables:
        for letter, weight in table.items():
            every[letter] = every.get(letter, 0) + weight / len(tables)
    signs = dict.fromkeys(_SIGNS, _SIGN)
    return tuple(
        signs
        | {
            letter: _OWN_LANGUAGE_SHARE * table.get(letter, 0) + (1 - _OWN_LANGUAGE_SHARE) * weight
            for letter, weight in every.items()
        }
        for table in tables
    )


def _frequency_table(text: str) -> dict[str, float]:
    weights = {item[0]: float(item[1:]) for item in text.split()}
    total = sum(weights.values())
    table: dict[str, float] = {}
    for letter, weight in weights.items():
        table[letter] = table.get(letter, 0) + weight / total
        if len(letter.upper()) == 1 and letter.upper() != letter:
            table[letter.upper()] = table.get(letter.upper(), 0) + _CAPITAL * weight / total
    return table


@cache
def _common_characters(kind: str) -> Mapping[str, float]:
    if kind == "ja":
        return {}
    letters = set(_HANZI if kind == "zh" else _HANZI_TRADITIONAL)
    return dict.fromkeys(letters, 0.6 / len(letters))


def east_asian_frequency(letter: str, kind: str) -> float:
    """Return how probable a letter is in Chinese (`zh`, `zh_hant`), Japanese (`ja`) or Korean (`ko`)."""
    if letter in _CJK_SIGNS:
        return 0.08 / len(_CJK_SIGNS)
    point = ord(letter)
    if kind == "ja":
        return _japanese(point)
    if kind == "ko":
        return 0.9 / 2350 if 0xAC00 <= point <= 0xD7A3 else 0.01 / 5000 if 0x4E00 <= point <= 0x9FFF else _FLOOR / 100
    if not 0x4E00 <= point <= 0x9FFF:
        return _FLOOR / 100
    common = _common_characters(kind)
    return common.get(letter, 0.3 / 3755 if _is_first_level(letter, kind) else 0.003 / 10_000)


def _japanese(point: int) -> float:
    if 0x3041 <= point <= 0x3093:
        return 0.35 / 70
    if 0x30A1 <= point <= 0x30FC:
        return 0.15 / 80
    if 0x4E00 <= point <= 0x9FFF:
        return 0.4 / 3000
    return 0.001 / 63 if 0xFF61 <= point <= 0xFF9F else _FLOOR / 100


@cache
def _is_first_level(letter: str, kind: str) -> bool:
    codec, first, last = ("gb2312", 0xB0, 0xD7) if kind == "zh" else ("big5", 0xA4, 0xC6)
    try:
        code = letter.encode(codec)
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and first <= code[0] <= last


def smallest_frequency() -> float:
    """Return how probable a letter is that no language of the family uses."""
    return _FLOOR
