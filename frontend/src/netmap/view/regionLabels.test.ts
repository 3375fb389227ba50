import { describe, expect, it } from "vitest";
import { present } from "../../../harness/present";
import { hubCaption, type HubMark } from "./regionLabels";
import { distanceTo, placeLabels } from "./labels";

const VIEWPORT = {
  width: 1000,
  height: 800,
  inset: { top: 0, right: 0, bottom: 0, left: 0 },
  covered: { top: 0, bottom: 0, boxes: [] },
  extent: { x0: 0, y0: 0, x1: 1000, y1: 800 },
};
const BOUNDS = { x: 0, y: 0, width: 1000, height: 800 };
const LARGE: HubMark = { value: 0, x: 400, y: 400, r: 90, angle: 0, colour: 1, isBroken: false, label: "French", count: 128, radius: 14 };
const SMALL: HubMark = { ...LARGE, value: 1, x: 560, r: 10, label: "Uzbek", count: 2, radius: 5 };

/** The nodes of the large hub stand in its disc, and hide as many as a box covers of it. */
function boxOf(hubs: readonly HubMark[]): { x: number; y: number; width: number; height: number } {
  const { wish } = hubCaption(present(hubs[0]), {
    hubs,
    transform: { sx: 1, sy: 1, tx: 0, ty: 0, zoom: 1 },
    viewport: VIEWPORT,
    bounds: BOUNDS,
    measure: (text) => text.length * 8,
    before: new Map(),
    textScale: 1,
  });
  const cover = (box: { x: number; y: number; width: number; height: number }): number => (distanceTo(box, LARGE) < LARGE.r ? 8 : 0);
  return present(placeLabels([wish], { bounds: BOUNDS, taken: [], cover })[0]).box;
}

describe("hubCaption", () => {
  it("puts the name outside of a disc that stands alone", () => {
    expect(distanceTo(boxOf([LARGE]), LARGE)).toBeGreaterThan(LARGE.r);
  });

  it("keeps the name nearer to its own disc than to any other", () => {
    const around = Array.from({ length: 12 }, (_, i) => ({ ...SMALL, x: 400 + 150 * Math.cos(i / 1.91), y: 400 + 150 * Math.sin(i / 1.91) }));
    const box = boxOf([LARGE, ...around]);
    for (const other of around) expect(distanceTo(box, other) - other.r).toBeGreaterThanOrEqual(distanceTo(box, LARGE) - LARGE.r);
    expect(distanceTo(box, LARGE)).toBeGreaterThanOrEqual(LARGE.r);
  });

  it("names the largest hubs in the middle of many, and as before not the small ones", () => {
    const at = (i: number): { x: number; y: number } => ({ x: 300 + 40 * (i % 10), y: 200 + 40 * Math.floor(i / 10) });
    const packed = Array.from({ length: 100 }, (_, i) => ({ ...SMALL, ...at((i + 44) % 100), value: i, r: 18, label: `Hub ${i}`, count: 100 - i }));
    const room = { hubs: packed, transform: { sx: 1, sy: 1, tx: 0, ty: 0, zoom: 1 }, viewport: VIEWPORT, bounds: BOUNDS, measure: (text: string) => text.length * 8, before: new Map<string, number>(), textScale: 1 };
    const rings = packed.map(({ x, y }) => ({ x: x - 5, y: y - 5, width: 10, height: 10 }));
    const cover = (box: { x: number; y: number; width: number; height: number }): number => packed.filter((hub) => distanceTo(box, hub) < hub.r).length;
    const placements = placeLabels(packed.map((hub) => hubCaption(hub, room).wish), { bounds: BOUNDS, taken: [], rings, cover });
    expect(placements.slice(0, 12).filter((placement) => placement === null)).toEqual([]);
    expect(placements.filter((placement) => placement === null).length).toBeGreaterThan(20);
  });

  it("says the count of a hub whose ring is too small for it", () => {
    const room = { hubs: [SMALL], transform: { sx: 1, sy: 1, tx: 0, ty: 0, zoom: 1 }, viewport: VIEWPORT, bounds: BOUNDS, measure: (text: string) => text.length * 8, before: new Map<string, number>(), textScale: 1 };
    expect(hubCaption(SMALL, room).lines).toEqual(["Uzbek\u00a02"]);
    expect(hubCaption(LARGE, room).lines).toEqual(["French"]);
  });

  it("takes as much more room as the reader's text is larger", () => {
    const heightAt = (textScale: number): number => {
      const room = { hubs: [LARGE], transform: { sx: 1, sy: 1, tx: 0, ty: 0, zoom: 1 }, viewport: VIEWPORT, bounds: BOUNDS, measure: (text: string) => text.length * 8 * textScale, before: new Map<string, number>(), textScale };
      return present(hubCaption(LARGE, room).wish.boxes[0]).height;
    };
    expect(heightAt(2)).toBe(2 * heightAt(1));
  });
});
