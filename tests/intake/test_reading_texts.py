"""Text files as people bring them: in any encoding, with any delimiter, with dirt in them."""

import io
from typing import Any

import pytest

from skillsnet.core.errors import Invalid
from skillsnet.intake.file_sentences import note_sentence
from tests.intake.books import cells, codes, read
from tests.intake.sheets import ADA, BO, HEADER, as_csv

# A name and a summary for each language, and the encodings in which its spreadsheets come.
TEXTS = {
    "French": (
        "École supérieure d'Abidjan", "Nous formons des jeunes déscolarisés aux métiers, cœur de l'électricité.",
        ["cp1252", "iso8859_15", "mac_roman"],
    ),
    "Old French": ("Côte d'Ivoire", "Nous formons des élèves à la forêt, déjà en été.", ["cp850"]),
    "Spanish": (
        "Fundación Niñez", "¿Cómo? Enseñamos oficios a jóvenes en situación de exclusión en España y Perú.",
        ["cp1252", "mac_roman", "cp850"],
    ),
    "Portuguese": (
        "Associação São Tomé", "Capacitação técnica para jovens das regiões rurais.", ["cp1252", "mac_roman"],
    ),
    "German": ("Straße der Jugend", "Ausbildung für Geflüchtete in Köln und München.", ["cp1252", "mac_roman"]),
    "Polish": (
        "Fundacja Łódź", "Szkolimy młodzież w zakresie spawania i obróbki drewna, ćwiczenia praktyczne.",
        ["cp1250", "iso8859_2", "cp852"],
    ),
    "Czech": (
        "Nadace pro vzdělávání", "Učíme mladé lidi řemeslům v Ústí nad Labem; příští rok i ženy.",
        ["cp1250", "iso8859_2", "cp852"],
    ),
    "Hungarian": ("Ifjúsági Képzési Alapítvány", "Fiatalok szakképzése, nőknek és fiúknak, jövő évtől.", ["cp1250"]),
    "Romanian": (
        "Fundaţia pentru Educaţie", "Instruim tineri în meserii, la Iaşi şi Timişoara, până la vară.", ["cp1250"],
    ),
    "Turkish": (
        "Gençlik Vakfı", "İstanbul’da gençlere kaynakçılık öğretiyoruz, kadınların işgücüne katılımı.", ["cp1254"],
    ),
    "Russian": (
        "Фонд развития образования", "Мы обучаем молодёжь сварочному делу в Екатеринбурге.",
        ["cp1251", "koi8_r", "iso8859_5", "cp866", "mac_cyrillic"],
    ),
    "Ukrainian": ("Громадська організація «Ремесло»", "Навчаємо молодь зварювальної справи у Києві.", ["cp1251"]),
    "Greek": (
        "Ίδρυμα Κατάρτισης Αθηνών", "Εκπαιδεύουμε νέους στη συγκόλληση και την ξυλουργική.", ["cp1253", "iso8859_7"],
    ),
    "Arabic": (
        "مؤسسة تنمية مهارات الشباب", "ندرب الشباب على اللحام والنجارة في عمّان، الأردن.", ["cp1256", "iso8859_6"],
    ),
    "Hebrew": ("עמותה להכשרה מקצועית", "אנו מכשירים צעירים בריתוך ובנגרות בתל אביב.", ["cp1255"]),
    "Chinese": ("青年技能发展基金会", "我们在农村地区为青年和妇女提供焊接培训。", ["gb18030"]),
    "Traditional Chinese": ("青年技能發展基金會", "我們在農村地區為青年和婦女提供焊接培訓。", ["big5"]),
    "Japanese": (
        "若者技能開発財団", "夜間に若者へ溶接を教えています。カタカナもあります。",
        ["shift_jis", "euc_jp", "iso2022_jp"],
    ),
    "Korean": ("청년 기술 개발 재단", "우리는 밤에 청년들에게 용접을 가르칩니다.", ["euc_kr"]),
    "Thai": ("มูลนิธิพัฒนาทักษะเยาวชน", "เราสอนการเชื่อมโลหะให้กับเยาวชนในเวลากลางคืน", ["cp874"]),
    "Latvian": ("Jauniešu prasmju fonds", "Mēs mācām jauniešiem metināšanu vakaros Rīgā un Liepājā.", ["cp1257"]),
}  # fmt: skip
# Without a capital alpha with accent, the two Greek encodings are one.
SAME = {"iso8859_7": "cp1253"}
WIDE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
CASES = [(name, encoding) for name, (*_, encodings) in TEXTS.items() for encoding in encodings]


def _file(language: str, encoding: str) -> tuple[io.BytesIO, list[list[str]]]:
    name, summary, _ = TEXTS[language]
    rows = [["1", name, summary], ["2", name, summary]]
    return as_csv([["ID", "Organisation", "Summary"], *rows], encoding=encoding, delimiter=";"), rows


@pytest.mark.medium
@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_old_encodings_are_found_out_and_said(language: str, encoding: str) -> None:
    file, rows = _file(language, encoding)
    sheet, found = read(file, "a.csv")
    assert [row.cells for row in found] == rows
    assert codes(sheet)["encoding"] == {"encoding": SAME.get(encoding, encoding)}
    assert sheet.reading.encoding == SAME.get(encoding, encoding)
    assert sheet.reading.delimiter == ";"


@pytest.mark.medium
@pytest.mark.parametrize("language", ["French", "Arabic", "Chinese"])
@pytest.mark.parametrize("encoding", WIDE)
def test_unicode_is_found_out_with_and_without_its_mark(language: str, encoding: str) -> None:
    file, rows = _file(language, encoding)
    sheet, found = read(file, "a.csv")
    assert [row.cells for row in found] == rows
    assert sheet.reading.encoding == encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    assert ("encoding" in codes(sheet)) is not encoding.startswith("utf-8")


@pytest.mark.medium
@pytest.mark.parametrize(
    ("name", "encoding"),
    [("Łukasz", "cp1250"), ("Sénégal", "cp1252"), ("Åland", "cp1252"), ("Россия", "cp1251"), ("مصر", "cp1256"),
     ("中国", "gb18030"), ("日本の技能センター", "shift_jis"), ("5 000 € – “so”", "cp1252")],
)  # fmt: skip
def test_single_word_is_enough(name: str, encoding: str) -> None:
    sheet, rows = read(as_csv([["Title", "Country"], ["A", name]], encoding=encoding), "a.csv")
    assert (rows[0].cells[1], sheet.reading.encoding) == (name, encoding)


@pytest.mark.medium
def test_encoding_and_delimiter_can_be_chosen() -> None:
    file = as_csv([["Title", "Country, of work"], ["naïve", "Kenya"]], encoding="cp1252", delimiter="|")
    sheet, rows = read(file, "a.csv", encoding="cp1251", delimiter=",")
    assert (sheet.header, rows[0].cells) == (["Title|Country", "of work"], ["naпve|Kenya"])
    assert (sheet.reading.encoding, sheet.reading.delimiter) == ("cp1251", ",")
    wide = as_csv([["Title", "Country"], ["A", "Kenya"]], encoding="utf-16-be")
    assert cells(read(wide, "a.csv", encoding="utf-16")[1]) == [(2, ["A", "Kenya"])]
    for wrong in ("klingon", "zlib", "idna", "x" * 5000):
        with pytest.raises(Invalid, match="the chosen encoding does not exist"):
            read(file, "a.csv", encoding=wrong)


def test_slip_in_a_unicode_file_leaves_it_unicode_and_is_said() -> None:
    content = "Title;Country\n" + "Fundación Niñez;España\n" * 20
    sheet, rows = read(io.BytesIO(content.encode() + b"Wei\xdf;Kenya\n"), "a.csv")
    assert (sheet.reading.encoding, rows[-1].cells) == ("utf-8", ["Wei\ufffd", "Kenya"])
    assert codes(sheet)["broken_letters"] == {"count": 1, "encoding": "utf-8"}
    assert note_sentence(sheet.notes[0]).startswith("One character cannot be read")


@pytest.mark.medium
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found_among_texts_full_of_the_others(delimiter: str) -> None:
    rows = [["Title", "Summary", "Note"], ["A, b; c | d", "x, y, z; w", "1|2"], ["B", "p, q", "r; s"]]
    sheet, found = read(as_csv(rows, delimiter=delimiter), "a.csv")
    assert [row.cells for row in found] == rows[1:]
    assert sheet.reading.delimiter == delimiter


@pytest.mark.parametrize("first", ["sep=;\r\n", '"sep=;"\n', "\ufeffSEP=;\n"])
def test_delimiter_that_the_first_line_names_is_taken_and_the_line_is_no_row(first: str) -> None:
    sheet, rows = read(io.BytesIO((first + "Title;Country, place\nA;Kenya, Mali\n").encode()), "a.csv")
    assert (sheet.header, sheet.header_row) == (["Title", "Country, place"], 1)
    assert cells(rows) == [(2, ["A", "Kenya, Mali"])]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_line_ends_of_all_systems_end_lines(end: str) -> None:
    lines = ["Title,Country", "", 'A,"Kenya', 'Mali"', "B,Peru"]
    _, rows = read(io.BytesIO(end.join(lines).encode()), "a.csv")
    assert cells(rows) == [(3, ["A", "Kenya\nMali"]), (4, ["B", "Peru"])]


def _table(*lines: str) -> tuple[Any, Any]:
    return read(io.BytesIO("\n".join(["Title,Summary,Country", *lines]).encode()), "a.csv")


def test_quote_that_nobody_closes_ends_with_its_line() -> None:
    sheet, rows = _table("A,so,Kenya", 'B,"open,Mali', "C,so,Peru", "D,so,Togo")
    assert [row.cells for row in rows] == [
        ["A", "so", "Kenya"], ["B", '"open', "Mali"], ["C", "so", "Peru"], ["D", "so", "Togo"],
    ]  # fmt: skip
    assert codes(sheet) == {"unclosed_quotes": {"rows": [3], "count": 1}}
    assert "A quotation mark in row 3 is not closed" in note_sentence(sheet.notes[0])


def test_quote_in_the_last_line_ends_with_the_file() -> None:
    _, rows = _table("A,so,Kenya", 'B,"open')
    assert [row.cells for row in rows] == [["A", "so", "Kenya"], ["B", "open"]]


@pytest.mark.slow
def test_file_full_of_open_quotes_is_read_quickly() -> None:
    line = 'B,"open' + "x" * 200 + ",Mali"
    sheet, rows = _table(*[line + str(number) for number in range(20_001)])
    assert (len(rows) > 10_000, sheet.header) == (True, ["Title", "Summary", "Country"])


def test_long_texts_with_many_lines_stay_one_cell() -> None:
    summary = "\n".join(f"line {number}" for number in range(1500))
    _, rows = read(as_csv([["Title", "Summary"], ["A", summary], ["B", "so"]]), "a.csv")
    assert [row.number for row in rows] == [2, 3]
    assert rows[0].cells[1] == summary


def test_line_of_a_megabyte_is_cut_and_marked() -> None:
    _, (row, last) = read(as_csv([["Title", "Summary"], ["x" * 1_000_000, "so"], ["B", "so"]]), "a.csv")
    assert (len(row.cells[0]), row.faults) == (32_767, {"0": ("cell_too_long", 1_000_000)})
    assert last.cells == ["B", "so"]


def test_dirt_falls_away() -> None:
    text = 'Title,Country\nWel\x00ding,Ke\x00nya\n\ufeff"Boats, small",Mali\n\u202eabc\u202c,\u200bTogo\u2028\n'
    text += "\ud800x,Peru\n"
    _, rows = read(io.BytesIO(text.encode("utf-8", "surrogatepass")), "a.csv")
    assert [row.cells for row in rows] == [
        ["Welding", "Kenya"], ["Boats, small", "Mali"], ["abc", "Togo"], ["\ufffd" * 3 + "x", "Peru"],
    ]  # fmt: skip


@pytest.mark.medium
@pytest.mark.parametrize(
    "odd",
    ["NULL", "None", "N/A", "-", "true", "O'Brien", "Robert'); DROP TABLE x", "null@null", "{{7*7}}", "${7*7}", "%s%n",
     "../../etc/passwd", "=1+1", "@SUM(A1)", "İı", "a" + "\u0301" * 200, "👩‍👩‍👧", "１２３", "مرحبا abc",
     "\x1b[31mred"],
)  # fmt: skip
def test_odd_texts_stay_texts(odd: str) -> None:
    _, (row,) = read(as_csv([["Title", "Country"], [odd, "Kenya"]]), "a.csv")
    assert row.cells[1] == "Kenya"
    assert row.cells[0].replace("\x1b", "")[:2] == odd.replace("\x1b", "").replace("a\u0301", "á")[:2]


def test_number_that_a_program_shortened_is_marked() -> None:
    file = as_csv([["ID", "Title"], ["1.23457E+14", "A"], ["4,91234E+11", "B"], ["12", "E+12 it is"]])
    _, rows = read(file, "a.csv")
    assert [row.faults for row in rows] == [{"0": ("number_rounded", 0)}, {"0": ("number_rounded", 0)}, {}]


def test_composed_and_decomposed_letters_are_the_same() -> None:
    _, rows = read(as_csv([["Title", "Country"], ["Cafe\u0301", "x"], ["Café", "x"]]), "a.csv")
    assert rows[0].cells == rows[1].cells


def test_plain_file_has_nothing_to_say() -> None:
    sheet, _ = read(as_csv([HEADER, ADA, BO]), "a.csv")
    assert sheet.notes == ()
    assert sheet.reading.to_json() == {
        "sheets": [{"name": "", "rows": 2, "state": "read", "header_row": 1}],
        "encoding": "utf-8", "delimiter": ",", "header_row": 1, "format": "csv",
    }  # fmt: skip
