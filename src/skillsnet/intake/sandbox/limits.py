"""What a file may cost: sizes that are counted while reading, and limits the operating system keeps."""

import resource

MEBIBYTE = 1024 * 1024
MAX_ROWS = 100_000
# Titles, headings and names above the rows do not count.
MAX_ROWS_ABOVE = 100
MAX_COLUMNS = 500
# What a spreadsheet program itself lets a cell hold.
MAX_CELL_CHARS = 32_767
MAX_WRITTEN_BYTES = 400 * MEBIBYTE
# Measured: a call's export of 500 rows needs 17 MiB and 0.1 s of CPU. 100,000 rows of 20 columns with a long text each
# (34 MiB packed, 155 MiB unpacked, more than an upload may have) need 252 MiB and 6 s; 60,000 such rows of an .ods
# (142 MiB unpacked) need 258 MiB and 4.5 s; text files need 13 MiB, however long they are.
DATA_BYTES = 256 * MEBIBYTE
MAX_DATA_BYTES = 512 * MEBIBYTE
CPU_SECONDS = 10
MAX_CPU_SECONDS = 30
# From here on each unpacked byte may cost so much more.
FREE_UNPACKED_BYTES = 32 * MEBIBYTE
DATA_PER_UNPACKED_BYTE = 1
UNPACKED_BYTES_A_SECOND = 10 * MEBIBYTE
# Code and libraries, which are no data but addresses.
CODE_BYTES = 256 * MEBIBYTE


def set_limits() -> None:
    """Hold this process to what an ordinary file needs; `allow_for` lets it have more, up to a last limit."""
    resource.setrlimit(resource.RLIMIT_DATA, (DATA_BYTES, MAX_DATA_BYTES))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_DATA_BYTES + CODE_BYTES, MAX_DATA_BYTES + CODE_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, MAX_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_WRITTEN_BYTES, MAX_WRITTEN_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_for(unpacked_bytes: int, *, data_per_byte: int = DATA_PER_UNPACKED_BYTE) -> None:
    """Let a large file have memory and time in proportion to its unpacked size, which must be known to be true."""
    more = max(0, unpacked_bytes - FREE_UNPACKED_BYTES)
    _raise_limit(resource.RLIMIT_DATA, DATA_BYTES + more * data_per_byte)
    _raise_limit(resource.RLIMIT_CPU, CPU_SECONDS + more // UNPACKED_BYTES_A_SECOND)


def _raise_limit(kind: int, limit: int) -> None:
    soft, hard = resource.getrlimit(kind)
    if soft == resource.RLIM_INFINITY:
        return
    resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
