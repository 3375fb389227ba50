/** Placing labels so that none overlaps another: each tries its positions, the more important ones first. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Wish {
  /** Boxes this label could take, the best first. */
  readonly boxes: readonly Box[];
  /** The position it had before; kept while it is free, so that labels don't jump. */
  readonly before: number;
  /** How much it may cover; beyond that it is better left out. */
  readonly mostCover: number;
  /** What speaks against a box besides what it covers. */
  readonly against?: (box: Box) => number;
  /** Boxes further away, the nearest first, for where none beside it is free; a line leads from them to the anchor. */
  readonly far?: FarBoxes;
}

export interface FarBoxes {
  readonly anchor: Spot;
  boxes(): Iterable<Box>;
  /** For one that must not go without a name: boxes whose line may cross rings, the nearest first. */
  acrossRings?(): Iterable<Box>;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Placement {
  readonly box: Box;
  /** The number of the box among those wished for; -1 for one further away. */
  readonly position: number;
  /** The line that leads from a box further away to what it names. */
  readonly line: Line | null;
}

export interface Line {
  readonly from: Spot;
  readonly to: Spot;
}

const GAP = 3;
const MOST_LINES = 3;
/** A line may be this much longer than asked before it is cut. */
const STRETCH = 1.25;
const FAR = -1;
/** A later position is taken only if it covers clearly less than an earlier one. */
const STEP_COST = 0.3;
const KEPT_BONUS = 1.5;

interface Ground {
  readonly bounds: Box;
  readonly cover: (box: Box) => number;
  readonly soft: (box: Box) => number;
  /** What no label may overlap: what was there before, and the labels placed so far. */
  readonly occupied: Box[];
  /** The rings of hubs, which no label may overlap either. */
  readonly rings: readonly Box[];
  readonly lines: Line[];
}

/**
 * Gives for each wish, in order of importance, where it is placed; null = there is no room for it. `cover` counts against
 * a wish's most, `soft` only speaks against a box.
 */
export function placeLabels(
  wishes: readonly Wish[],
  {
    bounds,
    taken,
    rings = [],
    cover,
    soft = () => 0,
  }: { bounds: Box; taken: readonly Box[]; rings?: readonly Box[]; cover: (box: Box) => number; soft?: (box: Box) => number },
): (Placement | null)[] {
  const ground: Ground = { bounds, cover, soft, occupied: [...taken], rings, lines: [] };
  return wishes.map((wish) => {
    const placement = placeNear(wish, ground) ?? placeFar(wish, ground);
    if (placement) ground.occupied.push(placement.box);
    if (placement?.line) ground.lines.push(placement.line);
    return placement;
  });
}

function placeNear(wish: Wish, ground: Ground): Placement | null {
  let bestCost = Infinity;
  let best: Placement | null = null;
  wish.boxes.forEach((box, position) => {
    if (!isFree(box, ground)) return;
    const coverCost = ground.cover(box);
    if (coverCost > wish.mostCover) return;
    const cost = coverCost + ground.soft(box) + (wish.against?.(box) ?? 0) + position * STEP_COST - (position === wish.before ? KEPT_BONUS : 0);
    if (cost >= bestCost) return;
    bestCost = cost;
    best = { box, position, line: null };
  });
  return best;
}

function placeFar({ far, mostCover }: Wish, ground: Ground): Placement | null {
  if (!far) return null;
  const free = (box: Box): boolean => isFree(box, ground) && ground.cover(box) <= mostCover;
  const { occupied, rings } = ground;
  return (
    firstWithLine(far.boxes(), { anchor: far.anchor, free, inTheWay: [...occupied, ...rings] }) ??
    (far.acrossRings ? firstWithLine(far.acrossRings(), { anchor: far.anchor, free, inTheWay: occupied }) : null)
  );
}

function firstWithLine(
  boxes: Iterable<Box>,
  { anchor, free, inTheWay }: { anchor: Spot; free: (box: Box) => boolean; inTheWay: readonly Box[] },
): Placement | null {
  for (const box of boxes) {
    if (!free(box)) continue;
    const line = { from: nearestIn(box, anchor), to: anchor };
    if (inTheWay.every((used) => !crosses(line, used) || isWithin(anchor, used))) return { box, position: FAR, line };
  }
  return null;
}

function isFree(box: Box, { bounds, occupied, rings, lines }: Ground): boolean {
  const isOver = (used: Box): boolean => overlaps(box, used);
  return isInside(box, bounds) && !occupied.some(isOver) && !rings.some(isOver) && !lines.some((line) => crosses(line, box));
}

function nearestIn({ x, y, width, height }: Box, spot: Spot): Spot {
  return { x: Math.max(x, Math.min(spot.x, x + width)), y: Math.max(y, Math.min(spot.y, y + height)) };
}

function isWithin({ x, y }: Spot, box: Box): boolean {
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}

/** Whether a line meets a box: the part of it that lies between the box's sides is not empty (Liang and Barsky 1984). */
export function crosses({ from, to }: Line, { x, y, width, height }: Box): boolean {
  let [start, end] = [0, 1];
  const sides = [
    [from.x - to.x, from.x - x],
    [to.x - from.x, x + width - from.x],
    [from.y - to.y, from.y - y],
    [to.y - from.y, y + height - from.y],
  ] as const;
  for (const [run, room] of sides) {
    if (run === 0 && room < 0) return false;
    if (run < 0) start = Math.max(start, room / run);
    if (run > 0) end = Math.min(end, room / run);
  }
  return start <= end;
}

export function overlaps(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.width + GAP && b.x < a.x + a.width + GAP && a.y < b.y + b.height + GAP && b.y < a.y + a.height + GAP
  );
}

/** From a point to the nearest point of a box. */
export function distanceTo(box: Box, { x, y }: { x: number; y: number }): number {
  return Math.hypot(Math.max(box.x - x, 0, x - box.x - box.width), Math.max(box.y - y, 0, y - box.y - box.height));
}

/** Boxes of a size around an ellipse, starting at an angle and going to both sides of it. */
export function boxesAround(
  { x, y, rx, ry }: { x: number; y: number; rx: number; ry: number },
  size: { width: number; height: number },
  angles: readonly number[],
): Box[] {
  return angles.map((angle) => {
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const middleX = x + cos * (rx + size.width / 2);
    const middleY = y + sin * (ry + size.height / 2);
    return { x: middleX - size.width / 2, y: middleY - size.height / 2, ...size };
  });
}

/** Moves a box into the bounds as far as it goes. */
export function heldInside(box: Box, bounds: Box): Box {
  return {
    ...box,
    x: Math.max(bounds.x, Math.min(box.x, bounds.x + bounds.width - box.width)),
    y: Math.max(bounds.y, Math.min(box.y, bounds.y + bounds.height - box.height)),
  };
}

/** Breaks a text into as few lines of about equal length as fit the width, at most three. */
export function breakLines(text: string, widest: number, widthOf: (text: string) => number): string[] {
  // A dot between words ends a line, it does not begin one.
  const words = text.split(/ (?!· )/);
  let lines = [text];
  for (let count = 2; count <= MOST_LINES && count <= words.length && longest(lines, widthOf) > widest; count++) {
    lines = evenLines(words, count, widthOf);
  }
  const most = widest * STRETCH;
  if (lines.length === MOST_LINES && longest(lines, widthOf) > most) lines = filledLines(words, most, widthOf);
  return lines.map((line) => shortened(line, most, widthOf));
}

/** Fills the lines one after another, so that what is too long is cut at its end only. */
function filledLines(words: readonly string[], most: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let remaining = [...words];
  while (remaining.length > 0 && lines.length < MOST_LINES - 1) {
    let count = 1;
    while (count < remaining.length && widthOf(remaining.slice(0, count + 1).join(" ")) <= most) count++;
    lines.push(remaining.slice(0, count).join(" "));
    remaining = remaining.slice(count);
  }
  return remaining.length > 0 ? [...lines, remaining.join(" ")] : lines;
}

function longest(lines: readonly string[], widthOf: (text: string) => number): number {
  return Math.max(...lines.map(widthOf));
}

function evenLines(words: readonly string[], count: number, widthOf: (text: string) => number): string[] {
  if (count === 1) return [words.join(" ")];
  let best: string[] = [];
  let bestWidth = Infinity;
  for (let breakAt = 1; breakAt <= words.length - count + 1; breakAt++) {
    const lines = [words.slice(0, breakAt).join(" "), ...evenLines(words.slice(breakAt), count - 1, widthOf)];
    const width = longest(lines, widthOf);
    if (width < bestWidth) {
      best = lines;
      bestWidth = width;
    }
  }
  return best;
}

export function shortened(text: string, widest: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= widest) return text;
  const letters = [...text];
  while (letters.length > 1 && widthOf(`${letters.join("")}…`) > widest) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

function isInside(box: Box, bounds: Box): boolean {
  return (
    box.x >= bounds.x &&
    box.y >= bounds.y &&
    box.x + box.width <= bounds.x + bounds.width &&
    box.y + box.height <= bounds.y + bounds.height
  );
}
