/** How much a machine can move without stumbling, when it draws everything again, and what need not be drawn to move. */
import type { Transform, Viewport } from "../view/camera";
import type { Marks } from "../scene/overlay";

export interface Pace {
  /** The share of the nodes that is drawn while things move. */
  readonly share: number;
  /** When it last drew while moving; 0 = it stood still. */
  readonly since: number;
}

const STILL_AFTER_MS = 120;
/** How much longer a slow machine waits. */
const PATIENCE_MS = 400;
const STUMBLE_MS = 70;
const FLUENT_MS = 24;
/** A longer pause is one of the hand's, not of the machine. */
const PAUSE_MS = 400;
const SMALLEST_SHARE = 1 / 24;

export function paced({ share, since }: Pace, now: number, isMoving: boolean): Pace {
  const took = since ? now - since : 0;
  const isStumble = took > STUMBLE_MS && took < PAUSE_MS;
  const fitting = isStumble ? share / 2 : took > 0 && took < FLUENT_MS ? share * 1.2 : share;
  return { share: Math.min(1, Math.max(SMALLEST_SHARE, fitting)), since: isMoving ? now : 0 };
}

export function stillAfter({ share }: Pace): number {
  return STILL_AFTER_MS + PATIENCE_MS * (1 - share);
}

/** What the drawing over the points last showed. */
export interface DrawnState {
  readonly transform: Transform;
  readonly viewport: Viewport;
  readonly revision: number;
  readonly marks: Marks;
  readonly progress: number;
}

/** Further than this, too much at the edge would be missing. */
const MOST_SLIDE_PX = 48;

/** How far the drawing as it is can be slid instead of being drawn anew; null = it cannot. */
export function slideOf(before: DrawnState | null, now: DrawnState): { dx: number; dy: number } | null {
  if (!before || before.revision !== now.revision || before.marks !== now.marks || before.viewport !== now.viewport) return null;
  const [was, is] = [before.transform, now.transform];
  if (before.progress < 1 || now.progress < 1 || was.sx !== is.sx || was.sy !== is.sy) return null;
  const [dx, dy] = [is.tx - was.tx, is.ty - was.ty];
  return Math.max(Math.abs(dx), Math.abs(dy)) > MOST_SLIDE_PX ? null : { dx, dy };
}
