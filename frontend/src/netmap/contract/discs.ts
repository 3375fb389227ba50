/** Points in sunflowers: told by disc and seed instead of two coordinates (docs/reference/map-payload.md). */
import { column, type Container, isNumber } from "./container";
import { FULL_SCALE } from "./schema";
import { Unreadable } from "./unreadable";

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
const HALVES = 2;

/** Gives where the n nodes stand, rounded into 0..65535. */
export function readDiscs(file: Container, n: number): { readonly x: Uint16Array; readonly y: Uint16Array } {
  const pitch = file.header["pitch"];
  if (!isNumber(pitch) || pitch < 0) throw new Unreadable("The file does not say how far its seeds lie apart.");
  const centreX = column(file, "disc.x", "u16");
  const centreY = column(file, "disc.y", "u16", centreX.length);
  const start = column(file, "disc.start", "u8", centreX.length);
  const disc = file.columns.get("disc") instanceof Uint32Array ? column(file, "disc", "u32", n) : column(file, "disc", "u16", n);
  const skip = column(file, "skip", "u32", n);
  const seen = new Uint32Array(centreX.length);
  const x = new Uint16Array(n);
  const y = new Uint16Array(n);
  for (let node = 0; node < n; node++) {
    const at = disc[node]!;
    if (at >= seen.length) throw new Unreadable(`There is no disc number ${at}.`);
    // Modulo the range: a seed may have been given away before those of earlier nodes.
    const seed = (skip[node]! + seen[at]++) >>> 0;
    const away = pitch * Math.sqrt(seed + start[at]! / HALVES);
    x[node] = held(centreX[at]! + away * Math.cos(seed * GOLDEN_ANGLE));
    y[node] = held(centreY[at]! + away * Math.sin(seed * GOLDEN_ANGLE));
  }
  return { x, y };
}

function held(place: number): number {
  return Math.max(0, Math.min(FULL_SCALE, Math.round(place)));
}
