/** What wants a label in a frame, how important it is, and where it could stand. */
import type { Transform, Viewport } from "./camera";
import { type Box, boxesAround, breakLines, distanceTo, heldInside, shortened, type Wish } from "./labels";
import { COUNT_FITS } from "./sizes";

export interface HubMark {
  /** The facet's value by number; -1 = not stated. */
  readonly value: number;
  readonly x: number;
  readonly y: number;
  /** Radius of the disc its nodes stand in, in places. */
  readonly r: number;
  readonly angle: number;
  /** Palette place. */
  readonly colour: number;
  /** A tenth category and later share a colour; their ring is broken. */
  readonly isBroken: boolean;
  readonly label: string;
  readonly count: number;
  /** The ring's radius on the screen. */
  readonly radius: number;
}

/** Hubs have smaller names where they are many, and on a narrow screen. */
export type Weight = "hub" | "smallHub" | "selected" | "similar" | "node";

export interface Caption {
  readonly key: string;
  readonly weight: Weight;
  readonly lines: readonly string[];
  readonly wish: Wish;
  /** The hub that it names, if it names one. */
  readonly hub: HubMark | null;
}

export interface Measure {
  (text: string, weight: Weight): number;
}

/** For text of the usual size; larger by `textScale` where the reader wants larger text. */
export const LINE_HEIGHT: Readonly<Record<Weight, number>> = { hub: 16, smallHub: 14, selected: 17, similar: 15, node: 15 };
const WIDEST: Readonly<Record<Weight, number>> = { hub: 180, smallHub: 110, selected: 230, similar: 170, node: 170 };
const WIDEST_NARROW = 92;
const NARROW_PX = 480;
const TURNS = [0, 0.4, -0.4, 0.8, -0.8, 1.3, -1.3, 2, -2, Math.PI];
/** From close to the ring to outside of the disc. */
const STEPS_OUT = [0, 0.5, 1];
const SIDES = [0, Math.PI, Math.PI / 2, -Math.PI / 2, Math.PI / 4, -Math.PI / 4];
/** Only the selected project's name may cover others: pointing at a node tells what it is. */
const MOST_COVER: Readonly<Record<Weight, number>> = { hub: 0, smallHub: 0, selected: Infinity, similar: 0, node: 0 };
const GAP = 5;
const WIDER_PX = 14;
/** From so many hubs on they are packed and no ring: their names stand below their discs. */
const MANY_HUBS = 18;
/** Discs larger than this on the screen are too far away to name their hub: the label goes to the ring. */
const LARGEST_DISC_SHARE = 0.45;
/** A name nearer to another disc than to its own could be taken for the other's. */
const AMBIGUOUS_COST = 30;
/** How far from its disc a name may stand that a line leads from; many lines are a felt, so that of many hubs they are short. */
const FAR_STEPS = [14, 28, 44, 62, 82, 104, 128, 156, 190, 230, 280];
const FARTHEST_SHARE = 0.32;
const FARTHEST_OF_MANY = 44;
/** The largest hubs get their names before all others, if need be from this far and across the rings of others. */
const MOST_LARGEST = 12;
const FARTHEST_OF_LARGEST_SHARE = 0.6;
/** Names above and below a disc may be moved along by these shares of their width. */
const SLIDES = [0, 0.2, -0.2, 0.4, -0.4];
const FAR_TURNS = [0, 0.4, -0.4, 0.8, -0.8, 1.2, -1.2, 1.6, -1.6, 2, -2, 2.4, -2.4, 2.8, -2.8, Math.PI];

export interface HubCaptionRoom {
  /** All that could be named in sight. */
  readonly hubs: readonly HubMark[];
  readonly transform: Transform;
  readonly viewport: Viewport;
  readonly bounds: Box;
  readonly measure: Measure;
  readonly before: ReadonlyMap<string, number>;
  readonly textScale: number;
}

export function hubCaption(hub: HubMark, room: HubCaptionRoom): Caption {
  const { hubs, transform, viewport, bounds, measure, before, textScale } = room;
  const { sx, tx, ty, sy } = transform;
  const at = { x: hub.x * sx + tx, y: hub.y * sy + ty };
  const text = hub.radius < COUNT_FITS ? `${hub.label}\u00a0${hub.count}` : hub.label;
  const isOneOfMany = hubs.length > MANY_HUBS;
  const isNarrow = viewport.width < NARROW_PX;
  const weight = isOneOfMany || isNarrow ? "smallHub" : "hub";
  const lines = breakLines(text, (isNarrow ? WIDEST_NARROW : WIDEST[weight]) * textScale, (line) => measure(line, weight));
  const size = { width: Math.max(...lines.map((line) => measure(line, weight))), height: lines.length * LINE_HEIGHT[weight] * textScale };
  const near = { ...at, rx: hub.radius + GAP, ry: hub.radius + GAP };
  const disc = { ...at, rx: Math.max(near.rx, hub.r * sx + GAP), ry: Math.max(near.ry, hub.r * sy + GAP) };
  const isSmall = disc.rx < viewport.width * LARGEST_DISC_SHARE;
  const towards = isOneOfMany ? Math.PI / 2 : hub.angle;
  const turned = TURNS.flatMap((turn) =>
    (isSmall ? STEPS_OUT : [0]).flatMap((share) => boxesAround(mid(near, disc, share), size, [towards + turn])),
  );
  const rims = (isSmall ? STEPS_OUT : [0]).map((share) => mid(near, disc, share));
  const outward = isOneOfMany ? [...rims.flatMap((rim) => stacked(rim, size)), ...turned] : turned;
  const isInSight = at.x > 0 && at.y > 0 && at.x < viewport.width && at.y < viewport.height;
  const insideBoxes = isInSight ? outward.slice(0, 9).map((box) => heldInside(box, bounds)) : [];
  const key = `hub ${hub.label}`;
  const rim = isSmall ? disc : near;
  const farthest = isOneOfMany ? FARTHEST_OF_MANY : viewport.width * FARTHEST_SHARE;
  const isLargest = hubs.slice(0, MOST_LARGEST).includes(hub);
  const far = isInSight
    ? {
        anchor: { x: rim.x, y: rim.y },
        boxes: () => boxesAway(rim, { size, towards, farthest }),
        ...(isLargest && { acrossRings: () => boxesAway(rim, { size, towards, farthest: viewport.width * FARTHEST_OF_LARGEST_SHARE }) }),
      }
    : null;
  const boxes = [...outward, ...insideBoxes];
  const wish = { boxes, before: before.get(key) ?? -1, mostCover: MOST_COVER.hub, against: ambiguity(hub, room), ...(far && { far }) };
  return { key, weight, lines, wish, hub };
}

export function nodeCaption(
  { key, text, x, y, radius, weight }: { key: string; text: string; x: number; y: number; radius: number; weight: Weight },
  { measure, before, textScale }: { measure: Measure; before: ReadonlyMap<string, number>; textScale: number },
): Caption {
  const line = shortened(text, WIDEST[weight] * textScale, (part) => measure(part, weight));
  const size = { width: measure(line, weight), height: LINE_HEIGHT[weight] * textScale };
  const close = { x, y, rx: radius + GAP, ry: radius + GAP - 2 };
  const around = boxesAround(close, size, SIDES);
  const widerBoxes = boxesAround({ ...close, rx: close.rx + WIDER_PX, ry: close.ry + WIDER_PX }, size, SIDES);
  const boxes = weight === "selected" ? [...around, ...widerBoxes] : around;
  return { key, weight, lines: [line], wish: { boxes, before: before.get(key) ?? -1, mostCover: MOST_COVER[weight] }, hub: null };
}

type Ellipse = { readonly x: number; readonly y: number; readonly rx: number; readonly ry: number };

function mid(near: Ellipse, disc: Ellipse, share: number): Ellipse {
  return { ...near, rx: near.rx + (disc.rx - near.rx) * share, ry: near.ry + (disc.ry - near.ry) * share };
}

/** Boxes right below and above a disc, moved along a little where there is no room in the middle. */
function stacked({ x, y, ry }: Ellipse, size: { width: number; height: number }): Box[] {
  return [y + ry, y - ry - size.height].flatMap((top) => SLIDES.map((slide) => ({ x: x - size.width / 2 + slide * size.width, y: top, ...size })));
}

/** What speaks against a box: that it is nearer to another hub's disc than to its own. */
function ambiguity(hub: HubMark, { hubs, transform: { sx, sy, tx, ty } }: HubCaptionRoom): (box: Box) => number {
  const reachOf = ({ r, radius }: HubMark): number => Math.max(radius, r * Math.min(sx, sy));
  const gapTo = (box: Box, other: HubMark): number => distanceTo(box, { x: other.x * sx + tx, y: other.y * sy + ty }) - reachOf(other);
  return (box) => {
    const own = Math.max(0, gapTo(box, hub));
    return hubs.some((other) => other !== hub && gapTo(box, other) < own) ? AMBIGUOUS_COST : 0;
  };
}

function* boxesAway(
  rim: Ellipse,
  { size, towards, farthest }: { size: { width: number; height: number }; towards: number; farthest: number },
): Iterable<Box> {
  for (const away of FAR_STEPS) {
    if (away > farthest) return;
    const angles = FAR_TURNS.map((turn) => towards + turn);
    yield* boxesAround({ ...rim, rx: rim.rx + away, ry: rim.ry + away }, size, angles);
  }
}
