"""What `endurance` makes of what was observed: the bars, what missed them, and the table."""

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
class Observations:
    """Everything that one run showed."""

    minutes: float
    started_at: float
    worked_from: float
    ended_at: float
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
        matching = [act for act in self.acts if act.name in names]
        return (min(act.started_at for act in matching), max(act.ended_at for act in matching)) if matching else None


@dataclass(frozen=True)
class Line:
    """One line of the table: what was found, the bar, and whether it holds; None where there is no bar."""

    label: str
    result: str
    bar: str = ""
    holds: bool | None = None


def lines(observations: Observations) -> Iterator[Line]:
    """Yield the table."""
    yield from _answers(observations)
    yield from _acts(observations)
    maps = observations.visitors
    faults = maps.map_faults
    result = f"{len(faults)} of {maps.maps} without, {maps.maps_read_again} read again {faults[:2] or ''}"
    yield Line("map shown with all its files", result, "all, 1 at least", not faults and maps.maps > 0)
    yield Line("tracebacks in the log", str(observations.tracebacks), "0", not observations.tracebacks)
    yield Line("processes left behind", ", ".join(observations.orphans) or "0", "0", not observations.orphans)
    yield Line("exit code of skillsnet run", str(observations.exit_code), "0", observations.exit_code == 0)
    yield Line("check-data", observations.check or "finds nothing", "finds nothing", not observations.check)
    yield from _memory(observations)
    yield from _times(observations)


def _answers(observations: Observations) -> Iterator[Line]:
    counts = Counter(reading.status for reading in observations.visitors.readings)
    yield Line("answers", ", ".join(f"{status}: {count}" for status, count in sorted(counts.items())))
    bad = [reading for reading in observations.visitors.readings if reading.status == 0 or reading.status >= 500]
    faults = [reading for reading in bad if not _is_excused(reading, observations.web_kills)]
    kinds = Counter((reading.status, reading.kind, reading.message) for reading in faults)
    kinds_text = ", ".join(
        f"{count} x {status} {kind} {message!r}" for (status, kind, message), count in kinds.most_common(8)
    )
    when = ", ".join(f"{minute}:{count}" for minute, count in sorted(_by_minute(faults, observations).items()))
    result = f"{kinds_text} (by minute {when})" if faults else f"0, and {len(bad)} excused after a kill"
    yield Line("errors and readers nobody answered", result, "0", not faults)


def _by_minute(readings: Sequence[Reading], observations: Observations) -> Counter[int]:
    return Counter(int(reading.started_at - observations.started_at) // 60 for reading in readings)


def _is_excused(reading: Reading, kills: Sequence[float]) -> bool:
    return reading.status in EXCUSED and _is_near_kill(reading, kills)


def _is_near_kill(reading: Reading, kills: Sequence[float]) -> bool:
    return any(kill <= reading.ended_at and reading.started_at <= kill + EXCUSED_SECONDS for kill in kills)


def _acts(observations: Observations) -> Iterator[Line]:
    for name, group in groupby(sorted(observations.acts, key=lambda act: act.name), key=lambda act: act.name):
        acts = list(group)
        seconds = [act.ended_at - act.started_at for act in acts]
        faults = [act.fault for act in acts if act.fault]
        result = f"{len(acts)} times, median {median(seconds):.1f} s, at most {max(seconds):.1f} s" + "".join(
            f"; {fault}" for fault in faults[:2]
        )
        yield Line(f"to {name}", result, "no fault", not faults)


def _memory(observations: Observations) -> Iterator[Line]:
    # Data that grow a hundredfold take more memory, which is no leak: the halves are those of the rest of the run.
    large = observations.span(LARGE_IMPORT, LARGE_UNDO) or (observations.started_at, observations.started_at)
    half = max((observations.started_at + observations.ended_at + large[1] - large[0]) / 2, large[1])
    is_long = observations.minutes >= LONG_MINUTES
    for role in ("web", "worker"):
        points = [(sample.at, sample.rss_mb[role]) for sample in observations.samples if role in sample.rss_mb]
        later = [point for point in points if point[0] >= half]
        slope = slope_an_hour(later)
        growth = slope * (observations.ended_at - half) / 3600
        peak = max((size for _, size in points), default=0.0)
        result = f"{slope:+.1f} MB an hour, {growth:+.1f} MB over the second half, at most {peak:.0f} MB"
        if is_long:
            yield Line(
                f"memory of the {role}", result, f"<= {GROWTH_MB:.0f} MB", len(later) > 1 and growth <= GROWTH_MB
            )
        else:
            yield Line(f"memory of the {role}", result, "only told: a short run")


def slope_an_hour(points: Sequence[tuple[float, float]]) -> float:
    """Return the slope of a least-squares line, by the hour; 0 for fewer than two points."""
    if len(points) < 2:
        return 0.0
    x_mean = sum(x for x, _ in points) / len(points)
    y_mean = sum(y for _, y in points) / len(points)
    spread = sum((x - x_mean) ** 2 for x, _ in points)
    return 3600 * sum((x - x_mean) * (y - y_mean) for x, y in points) / spread if spread else 0.0


def _times(observations: Observations) -> Iterator[Line]:
    """Yield the page times of each time of the run, beside those while nobody worked."""
    spans = {
        "idle": (observations.started_at, observations.worked_from),
        "during work": (observations.worked_from, observations.ended_at),
    }
    if large := observations.span(LARGE_IMPORT):
        spans["while 50,000 rows come in"] = large
    idle: dict[str, float] = {}
    for span, (first, last) in spans.items():
        # While a web process starts anew nobody is served, which is told above and is no page's time.
        inside = [
            reading
            for reading in observations.visitors.readings
            if first <= reading.started_at < last and reading.status == 200
            and not _is_near_kill(reading, observations.web_kills)
        ]  # fmt: skip
        for kind in ("any page", *PAGES, "json", "csv"):
            requests = [
                reading.seconds
                for reading in inside
                if reading.kind == kind or (kind == "any page" and reading.kind in PAGES)
            ]
            if span == "idle" and requests:
                idle[kind] = median(requests)
            yield _time(f"{kind}, {span}", requests, idle.get(kind), has_bar=kind == "any page" and span != "idle")


def _time(label: str, seconds: Sequence[float], idle: float | None, *, has_bar: bool) -> Line:
    if not seconds:
        return Line(label, "never read", f"<= {SLOWER_TIMES:.0f} times" if has_bar else "", False if has_bar else None)
    middle = median(seconds)
    late = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else middle
    times = middle / idle if idle else 0.0
    result = f"median {1000 * middle:.0f} ms, p95 {1000 * late:.0f} ms, {len(seconds)} read, {times:.1f} times idle"
    if not has_bar:
        return Line(label, result)
    return Line(label, result, f"<= {SLOWER_TIMES:.0f} times", bool(idle) and times <= SLOWER_TIMES)


def table(all_lines: Sequence[Line]) -> str:
    """Return the lines as a table."""
    says = {True: "ok", False: "MISSED", None: ""}
    width = max(len(line.label) for line in all_lines)
    return "\n".join(
        f"{line.label:<{width}}  {says[line.holds]:<6}  {line.result}" + (f"  [bar: {line.bar}]" if line.bar else "")
        for line in all_lines
    )
