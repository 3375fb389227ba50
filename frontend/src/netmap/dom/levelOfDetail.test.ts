import { describe, expect, it } from "vitest";
import { type DrawnState, paced, slideOf, stillAfter } from "./levelOfDetail";

describe("paced", () => {
  it("draws less after a stumble, more while fluent, and all again in the end", () => {
    const stumbled = paced({ share: 1, since: 1000 }, 1100, true);
    expect(stumbled).toEqual({ share: 0.5, since: 1100 });
    let pace = stumbled;
    for (let now = 1116; now < 1200; now += 16) pace = paced(pace, now, true);
    expect(pace.share).toBe(1);
  });

  it("takes a hand's pause for no stumble", () => {
    expect(paced({ share: 1, since: 1000 }, 2000, false)).toEqual({ share: 1, since: 0 });
  });

  it("draws everything within 150 ms of stillness where the machine keeps up", () => {
    expect(stillAfter({ share: 1, since: 0 })).toBeLessThanOrEqual(150);
  });
});

describe("slideOf", () => {
  const marks = {} as DrawnState["marks"];
  const viewport = {} as DrawnState["viewport"];
  const drawn: DrawnState = { transform: { sx: 1, sy: 1, tx: 0, ty: 0, zoom: 1 }, viewport, revision: 4, marks, progress: 1 };
  const moved = (tx: number, part: Partial<DrawnState> = {}): DrawnState => ({ ...drawn, transform: { ...drawn.transform, tx }, ...part });

  it("slides a little way", () => {
    expect(slideOf(drawn, moved(20))).toEqual({ dx: 20, dy: 0 });
  });

  it.each([
    ["nothing was drawn", null, moved(1)],
    ["it would go far", drawn, moved(900)],
    ["something else changed", drawn, moved(1, { revision: 5 })],
    ["another is pointed at", drawn, moved(1, { marks: {} as DrawnState["marks"] })],
    ["the room is another", drawn, moved(1, { viewport: {} as DrawnState["viewport"] })],
    ["it is on its way", drawn, moved(1, { progress: 0.5 })],
    ["it is nearer", drawn, moved(1, { transform: { ...drawn.transform, sx: 2 } })],
  ])("draws anew when %s", (_, before, now) => {
    expect(slideOf(before, now)).toBeNull();
  });
});
