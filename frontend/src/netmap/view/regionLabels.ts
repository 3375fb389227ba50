/** What wants a label in a frame, how important it is, and where it could stand. */
import type { Transform, Viewport } from "./camera";
import { type Box, boxesAround, breakLines, distanceTo, heldInside, shortened, type Wish } from "./labels";

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

export type Weight = "hub" | "selected" | "similar" | "node";

export interface Caption {
  readonly key: string;
  readonly weight: Weight;
  readonly lines: readonly string[];
  readonly wish: Wish;
}

export interface Measure {
  (text: string, weight: Weight): number;
}

export const LINE_HEIGHT: Readonly<Record<Weight, number>> = { hub: 16, selected: 17, similar: 15, node: 15 };
const WIDEST: Readonly<Record<Weight, number>> = { hub: 180, selected: 230, similar: 170, node: 170 };
const TURNS = [0, 0.4, -0.4, 0.8, -0.8, 1.3, -1.3, 2, -2, Math.PI];
/** From close to the ring to outside of the disc. */
const STEPS_OUT = [0, 0.5, 1];
const SIDES = [0, Math.PI, Math.PI / 2, -Math.PI / 2, Math.PI / 4, -Math.PI / 4];
/** A name that hides other nodes says less than they do; pointing at its node tells it. A hub's may hide a share of its own. */
const OWN_COVER = 0.2;
/** So few hubs are what the map is about: each has its name wherever there is room. */
const FEW_HUBS = 14;
const MOST_COVER: Readonly<Record<Weight, number>> = { hub: 9, selected: Infinity, similar: 4, node: 0.5 };
const GAP = 5;
const WIDER_PX = 14;
/** Discs larger than this on the screen are too far away to name their hub: the label goes to the ring. */
const LARGEST_DISC_SHARE = 0.45;
/** Outside of a disc that reaches this far past its ring, a name could be taken for another hub's. */
const FAR_FROM_RING = 16;
const AMBIGUOUS_COST = 30;

export interface HubCaptionRoom {
  /** All that could be named in sight. */
  readonly hubs: readonly HubMark[];
  readonly transform: Transform;
  readonly viewport: Viewport;
  readonly bounds: Box;
  readonly measure: Measure;
  readonly before: ReadonlyMap<string, number>;
}

export function hubCaption(
  hub: HubMark,
  { hubs, transform, viewport, bounds, measure, before }: HubCaptionRoom,
): Caption {
  const { sx, sy, tx, ty } = transform;
  const at = { x: hub.x * sx + tx, y: hub.y * sy + ty };
  const lines = breakLines(hub.label, viewport.width < 480 ? 96 : WIDEST.hub, (text) => measure(text, "hub"));
  const size = { width: Math.max(...lines.map((line) => measure(line, "hub"))), height: lines.length * LINE_HEIGHT.hub };
  const near = { ...at, rx: hub.radius + GAP, ry: hub.radius + GAP };
  const disc = { ...at, rx: Math.max(near.rx, hub.r * sx + GAP), ry: Math.max(near.ry, hub.r * sy + GAP) };
  const isSmall = disc.rx < viewport.width * LARGEST_DISC_SHARE;
  const outward = TURNS.flatMap((turn) =>
    (isSmall ? STEPS_OUT : [0]).flatMap((share) => boxesAround(mid(near, disc, share), size, [hub.angle + turn])),
  );
  const isInSight = at.x > 0 && at.y > 0 && at.x < viewport.width && at.y < viewport.height;
  const insideBoxes = isInSight ? outward.slice(0, 9).map((box) => heldInside(box, bounds)) : [];
  const key = `hub ${hub.label}`;
  const wish = { boxes: [...outward, ...insideBoxes], before: before.get(key) ?? -1, mostCover: hubs.length <= FEW_HUBS ? Infinity : MOST_COVER.hub + hub.count * OWN_COVER };
  const reach = Math.max(disc.rx, disc.ry);
  if (!isSmall || reach < near.rx + FAR_FROM_RING) return { key, weight: "hub", lines, wish };
  const otherHubs = hubs
    .filter((otherHub) => otherHub !== hub)
    .map((otherHub) => ({ x: otherHub.x * sx + tx, y: otherHub.y * sy + ty }))
    .filter((otherHub) => Math.hypot(otherHub.x - at.x, otherHub.y - at.y) < 2 * reach + size.width);
  const against = (box: Box): number => {
    const ownDistance = distanceTo(box, at);
    return otherHubs.some((otherHub) => distanceTo(box, otherHub) < ownDistance) ? AMBIGUOUS_COST : 0;
  };
  return { key, weight: "hub", lines, wish: { ...wish, against } };
}

export function nodeCaption(
  { key, text, x, y, radius, weight }: { key: string; text: string; x: number; y: number; radius: number; weight: Weight },
  { measure, before }: { measure: Measure; before: ReadonlyMap<string, number> },
): Caption {
  const line = shortened(text, WIDEST[weight], (part) => measure(part, weight));
  const size = { width: measure(line, weight), height: LINE_HEIGHT[weight] };
  const close = { x, y, rx: radius + GAP, ry: radius + GAP - 2 };
  const around = boxesAround(close, size, SIDES);
  const widerBoxes = boxesAround({ ...close, rx: close.rx + WIDER_PX, ry: close.ry + WIDER_PX }, size, SIDES);
  const boxes = weight === "selected" ? [...around, ...widerBoxes] : around;
  return { key, weight, lines: [line], wish: { boxes, before: before.get(key) ?? -1, mostCover: MOST_COVER[weight] } };
}

type Ellipse = { readonly x: number; readonly y: number; readonly rx: number; readonly ry: number };

function mid(near: Ellipse, disc: Ellipse, share: number): Ellipse {
  return { ...near, rx: near.rx + (disc.rx - near.rx) * share, ry: near.ry + (disc.ry - near.ry) * share };
}
