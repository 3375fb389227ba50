"""Odd texts that people, programs and adversaries send, and ways to make odder ones of them."""

from random import Random

NUMBERS = (
    *("0", "-0", "-1", "00", "007", "+1", "1.5", "1e400", "NaN", "-inf", "1_0", " 1 ", "²", "٣", "１", "0x1", "1,2,²,"),
    *(str(2**31 - 1), str(2**31), str(2**53 + 1), str(2**63 - 1), str(2**63), "9" * 20, "9" * 4301, "9" * 5000),
)
BROKEN = (
    *("\x00", "a\x00b", "\x00\x00\x00", "\ud800", "a\udfffb", "\ufffd", "\uffff", "\x1b[31mred", "\x7f", "\x01\x02"),
    *(
        "\u202egnorw",
        "\u200b",
        "\ufeffa",
        "\u2028",
        "\r\n",
        "\n\n\n",
        "a\rb",
        "\t",
        "e" + "\u0301" * 200,
        "👩‍👩‍👧‍👦",
        "İı",
    ),
)
WORDS = (
    *("", " ", "-", "--", "*", "~", "new", "None", "null", "true", "undefined", "[]", "{}", "[object Object]", "#1"),
    *(
        "=cmd|'/C calc'!A0",
        "＝1",
        "+1",
        "@SUM(A1)",
        "O'Brien",
        "'); DROP TABLE x;--",
        '"unclosed',
        "a\\",
        "%",
        "%s%n",
        "_",
    ),
    *("<script>alert(1)</script>", "{{7*7}}", "${7*7}", "{% now %}", "../../etc/passwd", "شبكة", "网络", "ﷺ"),
    *("NEAR(*", "title:x", "a AND", "NOT", "((((((", '""', "a:b & !", "<-> |", "'' OR 1=1"),
)
PLACES = (
    *("//evil.example.org", "https:evil.example.org", "\\evil", "/\\evil", "http://[::1", "javascript:alert(1)"),
    *("?" * 50, "/map/?only=1&only=2", "&&&=&", "a=%00&b=%ff", "http://127.0.0.1:80/", "/directory/?q=%ed%a0%80"),
)
DATES = (
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "1-1-1",
    "2026-12-31T25:00",
    "31/12/2026",
    "²026-01-01",
)
MAIL = (
    "a@b",
    "x@y.example.org\r\nBcc: z@example.org",
    '"a b"@example.org',
    "a" * 300 + "@example.org",
    "а@example.org",
)
LONG = ("a" * 70_000, "[" * 10_000, "🙂" * 5_000, ",".join(map(str, range(3_000))), "a=1&" * 1_500, "a " * 9_000)
CATALOGUE = (*NUMBERS, *BROKEN, *WORDS, *PLACES, *DATES, *MAIL)


def odd_value(chance: Random, *, likely: str = "") -> str:
    """Return an odd text: of the catalogue, very long, or made of a likely one."""
    drawn = chance.random()
    if drawn < 0.03:
        return chance.choice(LONG)
    if drawn < 0.5 or not likely:
        return chance.choice(CATALOGUE)
    return mutated(likely, chance)


def mutated(text: str, chance: Random) -> str:
    """Return the text with something odd about it."""
    place = chance.randint(0, len(text))
    odd = chance.choice(CATALOGUE)
    return chance.choice(
        (
            text[:place] + odd + text[place:],
            text[:place] + text[place + 1 :],
            text * 2,
            text[::-1],
            text.swapcase(),
            f"{text}{odd}",
            f"{odd},{text}",
            text[:place],
        )
    )
