import { describe, expect, it } from "vitest";
import { bringIntoSight, extentOf, freeBox, MAX_ZOOM, panBy, transformOf, type Viewport, viewOf, viewWithin, WHOLE_MAP, zoomAt } from "./camera";

const VIEWPORT: Viewport = {
  width: 800,
  height: 600,
  inset: { top: 60, right: 80, bottom: 100, left: 40 },
  covered: { top: 40, bottom: 50, boxes: [] },
  extent: { x0: 10000, y0: 20000, x1: 50000, y1: 60000 },
};

function placeAt(view: typeof WHOLE_MAP, x: number, y: number): [number, number] {
  const { sx, sy, tx, ty } = transformOf(view, VIEWPORT);
  return [(x - tx) / sx, (y - ty) / sy];
}

describe("the camera", () => {
  it("shows the whole extent inside the free area, stretched only a little", () => {
    const { sx, sy, tx, ty } = transformOf(WHOLE_MAP, VIEWPORT);
    expect(10000 * sx + tx).toBeGreaterThanOrEqual(40);
    expect(50000 * sx + tx).toBeLessThanOrEqual(720);
    expect(20000 * sy + ty).toBeGreaterThanOrEqual(60);
    expect(60000 * sy + ty).toBeLessThanOrEqual(500);
    expect(Math.max(sx / sy, sy / sx)).toBeLessThanOrEqual(1.31);
  });

  it("zooms so that the place under the pointer stays under it", () => {
    const before = placeAt(WHOLE_MAP, 300, 350);
    const after = placeAt(zoomAt(WHOLE_MAP, VIEWPORT, { factor: 2.5, x: 300, y: 350 }), 300, 350);
    expect(after[0]).toBeCloseTo(before[0], 3);
    expect(after[1]).toBeCloseTo(before[1], 3);
  });

  it("never leaves the map nor its limits of zoom", () => {
    const far = panBy(WHOLE_MAP, VIEWPORT, { dx: -1e6, dy: 1e6 });
    expect(far).toEqual({ cx: 1, cy: 0, zoom: 1 });
    expect(zoomAt(WHOLE_MAP, VIEWPORT, { factor: 1e6, x: 1, y: 1 }).zoom).toBe(MAX_ZOOM);
    expect(zoomAt(WHOLE_MAP, VIEWPORT, { factor: 1e-6, x: 1, y: 1 }).zoom).toBe(1);
  });

  it("brings a node into the free area, and stays when it is there", () => {
    const near = { cx: 0.1, cy: 0.1, zoom: 6 };
    const seen = transformOf(bringIntoSight(near, VIEWPORT, { x: 45000, y: 55000 }), VIEWPORT);
    expect(45000 * seen.sx + seen.tx).toBeLessThanOrEqual(720.5);
    expect(55000 * seen.sy + seen.ty).toBeLessThanOrEqual(500.5);
    expect(bringIntoSight(WHOLE_MAP, VIEWPORT, { x: 30000, y: 40000 })).toBe(WHOLE_MAP);
  });

  it("brings a node out from under what covers the lower edge, without drawing the map smaller", () => {
    const covered = { ...VIEWPORT, covered: { top: 40, bottom: 300, boxes: [] } };
    const seen = transformOf(bringIntoSight(WHOLE_MAP, covered, { x: 30000, y: 55000 }), covered);
    expect(55000 * seen.sy + seen.ty).toBeCloseTo(600 - 300 - 28, 0);
    expect(seen.sy).toBe(transformOf(WHOLE_MAP, VIEWPORT).sy);
  });

  it("looks at a part as near as it allows, and at the whole where the part is that", () => {
    expect(viewOf({ x0: 20000, y0: 30000, x1: 30000, y1: 40000 }, VIEWPORT, 5)).toEqual({ zoom: 4, cx: 0.375, cy: 0.375 });
    expect(viewOf({ x0: 20000, y0: 30000, x1: 21000, y1: 31000 }, VIEWPORT, 5).zoom).toBe(5);
    expect(viewOf({ ...VIEWPORT.extent, x0: 15000 }, VIEWPORT, 5)).toEqual(WHOLE_MAP);
  });

  it("zooms out no further than the whole map, and not back to it from further away", () => {
    expect(zoomAt({ ...WHOLE_MAP, zoom: 0.6 }, VIEWPORT, { factor: 0.5, x: 1, y: 1 }).zoom).toBe(0.6);
  });

  it("gives even a single node some extent", () => {
    const { x0, x1 } = extentOf({ x: Uint16Array.of(500), y: Uint16Array.of(500) }, []);
    expect(x1 - x0).toBeGreaterThan(0);
  });
});

describe("making room for a sheet", () => {
  it("moves a part of the map into a free box, drawing the map smaller only as far as it must", () => {
    const free = { x: 30, y: 60, width: 300, height: 150 };
    for (const part of [{ x0: 10000, y0: 20000, x1: 50000, y1: 60000 }, { x0: 50000, y0: 50000, x1: 50000, y1: 50000 }, { x0: 20000, y0: 50000, x1: 22000, y1: 51000 }]) {
      for (const view of [WHOLE_MAP, { cx: 0.2, cy: 0.3, zoom: 8 }]) {
        const seen = viewWithin(view, VIEWPORT, { part, free });
        const { sx, sy, tx, ty } = transformOf(seen, VIEWPORT);
        expect(part.x0 * sx + tx).toBeGreaterThanOrEqual(free.x - 0.01);
        expect(part.x1 * sx + tx).toBeLessThanOrEqual(free.x + free.width + 0.01);
        expect(part.y0 * sy + ty).toBeGreaterThanOrEqual(free.y - 0.01);
        expect(part.y1 * sy + ty).toBeLessThanOrEqual(free.y + free.height + 0.01);
        expect(seen.zoom).toBeLessThanOrEqual(view.zoom);
        // What is there already stays there.
        expect(viewWithin(seen, VIEWPORT, { part, free: { x: free.x - 1, y: free.y - 1, width: free.width + 2, height: free.height + 2 } })).toBe(seen);
      }
    }
  });

  it("leaves free what nothing covers", () => {
    expect(freeBox({ ...VIEWPORT, covered: { top: 40, bottom: 300, boxes: [] } })).toMatchObject({ y: 68, height: 204 });
  });
});
