/** How much a machine can move without stumbling, and how long it waits before everything is drawn again. */

export interface Pace {
  /** The share of the nodes that is drawn while things move. */
  readonly share: number;
  /** When it last drew while moving; 0 = it stood still. */
  readonly since: number;
}

export const STILL_AFTER_MS = 120;
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
