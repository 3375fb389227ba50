"""What `endurance` makes of what was seen: the bars, what missed them, and the table."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from statistics import median, quantiles

from benchmarks.endurance_acts import LARGE_IMPORT, LARGE_UNDO, Act
from benchmarks.endurance_visitors import PAGES, Reading, Visitors

# After a web process is killed on purpose, so long may readers be asked to come again or find nobody.
EXCUSED_SECONDS = 15.0
EXCUSED = (0, 503)
SLOWER_TIMES = 5.0
GROWTH_MB = 20.0
# The memory bar is for runs in which a program has had the time to grow; in shorter ones it is only told.
LONG_MINUTES = 10.0


@dataclass(frozen=True)
class Sample:
    """The memory of the web server and of the worker at one moment."""

    at: float
    rss_mb: dict[str, float]


@dataclass
class Seen:
    """Everything that one run showed."""

    minutes: float
    begun: float
    worked_from: float
    ended: float
    visitors: Visitors
    acts: list[Act]
    web_kills: list[float]
    samples: list[Sample]
    tracebacks: int = 0
    orphans: list[str] = field(default_factory=list)
    check: str = ""
    exit_code: int = 0

    def span(self, *names: str) -> tuple[float, float] | None:
        """Return when the acts of these names began and ended, or None."""
        some = [act for act in self.acts if act.name in names]
        return (min(act.begun for act in some), max(act.ended for act in some)) if some else None


@dataclass(frozen=True)
class Line:
    """One line of the table: what was found, the bar, and whether it holds; None where there is no bar."""

    what: str
    found: str
    bar: str = ""
    holds: bool | None = None


def lines(seen: Seen) -> Iterator[Line]:
    """Yield the table."""
    yield from _answers(seen)
    yield from _acts(seen)
    maps = seen.visitors
    faults = maps.map_faults
    found = f"{len(faults)} of {maps.maps} without, {maps.maps_read_again} read again {faults[:2] or ''}"
    yield Line("map shown with all its files", found, "all, 1 at least", not faults and maps.maps > 0)
    yield Line("tracebacks in the log", str(seen.tracebacks), "0", not seen.tracebacks)
    yield Line("processes left behind", ", ".join(seen.orphans) or "0", "0", not seen.orphans)
    yield Line("exit code of skillsnet run", str(seen.exit_code), "0", seen.exit_code == 0)
    yield Line("check-data", seen.check or "finds nothing", "finds nothing", not seen.check)
    yield from _memory(seen)
    yield from _times(seen)


def _answers(seen: Seen) -> Iterator[Line]:
    counts = Counter(reading.status for reading in seen.visitors.readings)
    yield Line("answers", ", ".join(f"{status}: {count}" for status, count in sorted(counts.items())))
    bad = [reading for reading in seen.visitors.readings if reading.status == 0 or reading.status >= 500]
    faults = [reading for reading in bad if not _is_excused(reading, seen.web_kills)]
    kinds = Counter((reading.status, reading.kind, reading.said) for reading in faults)
    told = ", ".join(f"{count} x {status} {kind} {said!r}" for (status, kind, said), count in kinds.most_common(8))
    when = ", ".join(f"{minute}:{count}" for minute, count in sorted(_by_minute(faults, seen).items()))
    found = f"{told} (by minute {when})" if faults else f"0, and {len(bad)} excused after a kill"
    yield Line("errors and readers nobody answered", found, "0", not faults)


def _by_minute(readings: Sequence[Reading], seen: Seen) -> Counter[int]:
    return Counter(int(reading.begun - seen.begun) // 60 for reading in readings)


def _is_excused(reading: Reading, kills: Sequence[float]) -> bool:
    near = any(kill <= reading.ended and reading.begun <= kill + EXCUSED_SECONDS for kill in kills)
    return reading.status in EXCUSED and near


def _acts(seen: Seen) -> Iterator[Line]:
    for name, some in groupby(sorted(seen.acts, key=lambda act: act.name), key=lambda act: act.name):
        acts = list(some)
        seconds = [act.ended - act.begun for act in acts]
        faults = [act.fault for act in acts if act.fault]
        told = f"{len(acts)} times, median {median(seconds):.1f} s, at most {max(seconds):.1f} s" + "".join(
            f"; {fault}" for fault in faults[:2]
        )
        yield Line(f"to {name}", told, "no fault", not faults)


def _memory(seen: Seen) -> Iterator[Line]:
    # Data that grow a hundredfold take more memory, which is no leak: the halves are those of the rest of the run.
    large = seen.span(LARGE_IMPORT, LARGE_UNDO) or (seen.begun, seen.begun)
    half = max((seen.begun + seen.ended + large[1] - large[0]) / 2, large[1])
    is_long = seen.minutes >= LONG_MINUTES
    for role in ("web", "worker"):
        points = [(sample.at, sample.rss_mb[role]) for sample in seen.samples if role in sample.rss_mb]
        later = [point for point in points if point[0] >= half]
        slope = slope_an_hour(later)
        growth = slope * (seen.ended - half) / 3600
        peak = max((size for _, size in points), default=0.0)
        found = f"{slope:+.1f} MB an hour, {growth:+.1f} MB over the second half, at most {peak:.0f} MB"
        if is_long:
            yield Line(f"memory of the {role}", found, f"<= {GROWTH_MB:.0f} MB", len(later) > 1 and growth <= GROWTH_MB)
        else:
            yield Line(f"memory of the {role}", found, "only told: a short run")


def slope_an_hour(points: Sequence[tuple[float, float]]) -> float:
    """Return the slope of a least-squares line, by the hour; 0 for fewer than two points."""
    if len(points) < 2:
        return 0.0
    x_mean = sum(x for x, _ in points) / len(points)
    y_mean = sum(y for _, y in points) / len(points)
    spread = sum((x - x_mean) ** 2 for x, _ in points)
    return 3600 * sum((x - x_mean) * (y - y_mean) for x, y in points) / spread if spread else 0.0


def _times(seen: Seen) -> Iterator[Line]:
    """Yield the page times of each time of the run, beside those while nobody worked."""
    spans = {"idle": (seen.begun, seen.worked_from), "during work": (seen.worked_from, seen.ended)}
    if large := seen.span(LARGE_IMPORT):
        spans["while 50,000 rows come in"] = large
    idle: dict[str, float] = {}
    for span, (first, last) in spans.items():
        # While a web process starts anew nobody is served, which is told above and is no page's time.
        inside = [
            reading
            for reading in seen.visitors.readings
            if first <= reading.begun < last and reading.status == 200
            and not any(kill <= reading.ended and reading.begun <= kill + EXCUSED_SECONDS for kill in seen.web_kills)
        ]  # fmt: skip
        for kind in ("any page", *PAGES, "json", "csv"):
            own = [
                reading.seconds
                for reading in inside
                if reading.kind == kind or (kind == "any page" and reading.kind in PAGES)
            ]
            if span == "idle" and own:
                idle[kind] = median(own)
            yield _time(f"{kind}, {span}", own, idle.get(kind), has_bar=kind == "any page" and span != "idle")


def _time(what: str, seconds: Sequence[float], idle: float | None, *, has_bar: bool) -> Line:
    if not seconds:
        return Line(what, "never read", f"<= {SLOWER_TIMES:.0f} times" if has_bar else "", False if has_bar else None)
    middle = median(seconds)
    late = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else middle
    times = middle / idle if idle else 0.0
    told = f"median {1000 * middle:.0f} ms, p95 {1000 * late:.0f} ms, {len(seconds)} read, {times:.1f} times idle"
    if not has_bar:
        return Line(what, told)
    return Line(what, told, f"<= {SLOWER_TIMES:.0f} times", bool(idle) and times <= SLOWER_TIMES)


def table(all_lines: Sequence[Line]) -> str:
    """Return the lines as a table."""
    says = {True: "ok", False: "MISSED", None: ""}
    width = max(len(line.what) for line in all_lines)
    return "\n".join(
        f"{line.what:<{width}}  {says[line.holds]:<6}  {line.found}" + (f"  [bar: {line.bar}]" if line.bar else "")
        for line in all_lines
    )
