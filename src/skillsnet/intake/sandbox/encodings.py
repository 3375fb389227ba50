"""Which encoding a text file has, and its text."""

import codecs
import io
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from skillsnet.intake.sandbox.jsonl_protocol import FileRefused
from skillsnet.intake.sandbox.letter_frequencies import east_asian_frequency, letter_frequencies, smallest_frequency

CHUNK_BYTES = 256 * 1024
START_BYTES = 512 * 1024
SAMPLE_BYTES = 40_000
# Marks at a file's start; UTF-32's begins as UTF-16's does.
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32", "utf-32"),
    (b"\xff\xfe", "utf-16", "utf-16"),
    (b"\xfe\xff", "utf-16", "utf-16"),
)
# Encoding, Python's name for it, family of languages, and how much less likely it is before anything is read.
_CODECS_TRIED = (
    ("cp1252", "cp1252", "latin", 0.0),
    ("cp1250", "cp1250", "central", 0.1),
    ("cp1251", "cp1251", "cyrillic", 0.1),
    ("cp1253", "cp1253", "greek", 0.1),
    ("cp1254", "cp1254", "turkish", 0.2),
    ("cp1255", "cp1255", "hebrew", 0.1),
    ("cp1256", "cp1256", "arabic", 0.1),
    ("cp1257", "cp1257", "baltic", 0.3),
    ("iso8859_2", "iso8859_2", "central", 0.3),
    ("iso8859_5", "iso8859_5", "cyrillic", 0.8),
    ("iso8859_6", "iso8859_6", "arabic", 0.3),
    ("iso8859_7", "iso8859_7", "greek", 0.2),
    ("iso8859_9", "iso8859_9", "turkish", 0.3),
    ("iso8859_15", "iso8859_15", "latin", 0.3),
    ("koi8_r", "koi8_r", "cyrillic", 0.3),
    ("cp866", "cp866", "cyrillic", 0.4),
    ("mac_cyrillic", "mac_cyrillic", "cyrillic", 0.2),
    ("mac_roman", "mac_roman", "latin", 0.5),
    ("cp850", "cp850", "latin", 1.2),
    ("cp852", "cp852", "central", 1.2),
    ("cp874", "cp874", "thai", 0.2),
    ("gb18030", "gb18030", "zh", 0.1),
    ("big5", "cp950", "zh_hant", 0.3),
    ("shift_jis", "cp932", "ja", 0.1),
    ("euc_jp", "euc_jp", "ja", 0.3),
    ("euc_kr", "cp949", "ko", 0.3),
)
_EAST_ASIAN = ("zh", "zh_hant", "ja", "ko")
_VALID_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
# A file with so many right sequences for each wrong byte is UTF-8 with a slip in it.
_MIN_VALID = 5
_LOG_UNREADABLE = math.log(1e-7)
# A sign or a capital in the middle of a word, or two scripts in one word, is what a wrong encoding looks like.
_PENALTY = 4.0
_IMPLAUSIBLE = re.compile(
    r"(?<=[^\W\d_])[^\w\s’·'\-\u00ad\ufffd,.;:|()/\"“”«»–—…\u00a0\u200c\u200d\u064b-\u0652\u0e31-\u0e4e](?=[^\W\d_])"
    r"|(?<=[a-zà-öø-ÿ])[À-ÖØ-ÞŠŽŒŸĄĆĘŁŃŚŹŻČŘĚ](?=[a-zà-öø-ÿ])"
    r"|(?<=[A-Z][A-Z])[à-öø-ÿ](?=[A-Z])|(?<![^\W\d_])[à-öø-ÿ](?=[A-Z][A-Z])"
    r"|(?<=[a-zа-яα-ω])[А-ЯЀ-ЏΑ-Ω]"
    r"|[A-Za-z](?=[Ͱ-ϿЀ-ӿ֐-׿؀-ۿ฀-๿])|[Ͱ-ϿЀ-ӿ֐-׿؀-ۿ฀-๿](?=[A-Za-z])"
)


@dataclass
class EncodedText:
    """A text file with its encoding; `broken_letters` counts what was no letter once its lines are read."""

    source: IO[bytes]
    encoding: str
    codec: str
    broken_letters: int = 0

    def start(self, chars: int) -> str:
        """Return the text's first characters."""
        return self._open().read(chars)

    def lines(self) -> Iterator[str]:
        """Yield its lines with their ends, whatever those are."""
        for line in self._open():
            if "\ufffd" in line:
                self.broken_letters += line.count("\ufffd")
            yield line

    def _open(self) -> io.TextIOWrapper:
        self.source.seek(0)
        buffer = io.BufferedReader(_UnclosedFile(self.source), CHUNK_BYTES)  # type: ignore[type-var]
        return io.TextIOWrapper(buffer, encoding=self.codec, errors="replace", newline="")


class _UnclosedFile(io.RawIOBase):
    """A file that stays open when the text read from it is let go."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        piece = self.source.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def open_text(source: IO[bytes], *, encoding: str = "") -> EncodedText:
    """Return the text of a file in the encoding somebody chose, or in the most plausible one."""
    start = source.read(START_BYTES)
    if encoding:
        return EncodedText(source, encoding, _codec_name(start, encoding))
    for mark, name, codec in _BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return EncodedText(source, name, codec)
    wide = _wide_codec(start)
    if wide:
        return EncodedText(source, wide[:6], wide)
    if b"\x1b$" in start:
        return EncodedText(source, "iso2022_jp", "iso2022_jp")
    if _is_utf8(source, start):
        return EncodedText(source, "utf-8", "utf-8")
    name, codec = most_plausible(_sample(source))
    return EncodedText(source, name, codec)


def _codec_name(start: bytes, encoding: str) -> str:
    """Return Python's name for the encoding somebody chose."""
    try:
        info = codecs.lookup(encoding)
    except (LookupError, ValueError) as error:
        raise FileRefused("encoding_unknown") from error
    if not info._is_text_encoding or info.name in ("idna", "punycode", "unicode-escape", "raw-unicode-escape"):
        raise FileRefused("encoding_unknown")
    if info.name in ("utf-16", "utf-32") and not start.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        wide = _wide_codec(start)
        return wide if wide.startswith(info.name) else info.name
    return {"shift_jis": "cp932", "utf-8": "utf-8-sig"}.get(info.name, info.name)


def _wide_codec(start: bytes) -> str:
    """Return UTF-16 or UTF-32 without a mark: the zeros of its ASCII letters stand at every second or fourth place."""
    start = start[: len(start) // 4 * 4]
    zeros = [start[offset::4].count(0) for offset in range(4)]
    total, quarter = sum(zeros), len(start) // 4
    if not total:
        return ""
    if min(zeros[2], zeros[3]) > 0.9 * quarter:
        return "utf-32-le"
    if min(zeros[0], zeros[1]) > 0.9 * quarter:
        return "utf-32-be"
    odd, even = zeros[1] + zeros[3], zeros[0] + zeros[2]
    wide = "utf-16-le" if odd > 20 * even else "utf-16-be" if even > 20 * odd else ""
    # A few zeros may also be dirt. In Chinese only line ends and delimiters have one, but then it is no UTF-8.
    if not wide or total * 12 >= len(start):
        return wide
    is_wide = not _can_decode(start, "utf-8") and _can_decode(start, wide) and "\n" in start.decode(wide, "replace")
    return wide if is_wide else ""


def _can_decode(start: bytes, codec: str) -> bool:
    try:
        codecs.getincrementaldecoder(codec)().decode(start)
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8(source: IO[bytes], start: bytes) -> bool:
    """Whether the whole file is UTF-8, or all but a few slips of its start."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    source.seek(0)
    try:
        while chunk := source.read(CHUNK_BYTES):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        valid = len(_VALID_UTF8.findall(start))
        wrong = len(_HIGH.findall(_VALID_UTF8.sub(b"", start)))
        return valid > _MIN_VALID * wrong
    return True


def _sample(source: IO[bytes]) -> bytes:
    """Return the lines that hold more than ASCII, as many as tell enough."""
    source.seek(0)
    lines: list[bytes] = []
    size = 0
    while size < SAMPLE_BYTES and (chunk := source.read(CHUNK_BYTES)):
        for line in re.split(rb"[\r\n]+", chunk):
            if not line.isascii():
                lines.append(line[:SAMPLE_BYTES])
                size += len(lines[-1])
            if size >= SAMPLE_BYTES:
                break
    return b"\n".join(lines)[:SAMPLE_BYTES]


def most_plausible(sample: bytes) -> tuple[str, str]:
    """Return the old encoding in which a sample reads most like a language, with Python's name for it."""
    high = len(_HIGH.findall(sample)) or 1
    scores = [
        (_likelihood(sample, codec, family, high=high) - handicap, name, codec)
        for name, codec, family, handicap in _CODECS_TRIED
    ]
    _, name, codec = max(scores, key=lambda score: score[0])
    return name, codec


def _likelihood(sample: bytes, codec: str, family: str, *, high: int) -> float:
    """Return how likely the sample is in an encoding, as the mean logarithm over its bytes beyond ASCII."""
    text = sample.decode(codec, "replace")
    letters = Counter(letter for letter in text if letter > "\x7f")
    implausible_count = 0 if family in _EAST_ASIAN else len(_IMPLAUSIBLE.findall(text))
    if family in _EAST_ASIAN:
        total = sum(
            count * (_LOG_UNREADABLE if letter == "\ufffd" else math.log(east_asian_frequency(letter, family)))
            for letter, count in letters.items()
        )
    else:
        total = max(
            sum(count * _log_frequency(letter, table) for letter, count in letters.items())
            for table in letter_frequencies(family)
        )
    return (total - _PENALTY * implausible_count) / high


def _log_frequency(letter: str, table: Mapping[str, float]) -> float:
    if letter == "\ufffd" or "\x80" <= letter <= "\x9f":
        return _LOG_UNREADABLE
    return math.log(table.get(letter, smallest_frequency()))
