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
}

const GAP = 3;
const OUT_OF_SIGHT = -1;
/** A later position is taken only if it covers clearly less than an earlier one. */
const STEP_COST = 1.5;
const KEPT_BONUS = 3;

/** Gives for each wish, in order of importance, the position it gets, or -1. */
export function placeLabels(
  wishes: readonly Wish[],
  { bounds, taken, cover }: { bounds: Box; taken: readonly Box[]; cover: (box: Box) => number },
): Int16Array {
  const places = new Int16Array(wishes.length).fill(OUT_OF_SIGHT);
  const used: Box[] = [...taken];
  wishes.forEach((wish, number) => {
    let bestCost = Infinity;
    wish.boxes.forEach((box, position) => {
      if (!isInside(box, bounds) || used.some((other) => overlaps(box, other))) return;
      const cost = cover(box) + position * STEP_COST - (position === wish.before ? KEPT_BONUS : 0);
      if (cost >= bestCost) return;
      bestCost = cost;
      places[number] = position;
    });
    if (places[number] !== OUT_OF_SIGHT) used.push(wish.boxes[places[number]!]!);
  });
  return places;
}

export function overlaps(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.width + GAP && b.x < a.x + a.width + GAP && a.y < b.y + b.height + GAP && b.y < a.y + a.height + GAP
  );
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

/** Breaks a text into at most two lines of about equal length when it is longer than the width. */
export function broken(text: string, widest: number, widthOf: (text: string) => number): string[] {
  if (widthOf(text) <= widest) return [text];
  const words = text.split(" ");
  let best = [text];
  let bestWidth = Infinity;
  for (let cut = 1; cut < words.length; cut++) {
    const lines = [words.slice(0, cut).join(" "), words.slice(cut).join(" ")];
    const width = Math.max(...lines.map(widthOf));
    if (width < bestWidth) {
      best = lines;
      bestWidth = width;
    }
  }
  return best.map((line) => shortened(line, widest * 1.3, widthOf));
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
