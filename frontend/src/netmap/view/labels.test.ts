import { describe, expect, it } from "vitest";
import { chance } from "../../../harness/network";
import { present } from "../../../harness/present";
import { type Box, boxesAround, breakLines, crosses, distanceTo, overlaps, placeLabels, shortened, type Wish } from "./labels";

const BOUNDS: Box = { x: 0, y: 0, width: 600, height: 400 };
const SIDES = [0, Math.PI, Math.PI / 2, -Math.PI / 2];
const FREE = { bounds: BOUNDS, taken: [], cover: () => 0 };

function positions(wishes: readonly Wish[], given: Partial<Parameters<typeof placeLabels>[1]> = {}): (number | null)[] {
  return placeLabels(wishes, { ...FREE, ...given }).map((placement) => placement?.position ?? null);
}

function wish(boxes: readonly Box[], before = -1): Wish {
  return { boxes, before, mostCover: 9 };
}

describe("placeLabels", () => {
  it("never lets two labels, or a label and a hub, overlap, and keeps inside", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const next = chance(seed);
      const taken = Array.from({ length: 8 }, () => ({ x: next() * 570, y: next() * 370, width: 28, height: 28 }));
      const wishes = Array.from({ length: 60 }, () => ({
        boxes: boxesAround({ x: next() * 600, y: next() * 400, rx: 8, ry: 8 }, { width: 30 + next() * 120, height: 16 }, SIDES),
        before: -1,
        mostCover: 0,
      }));
      const places = placeLabels(wishes, { bounds: BOUNDS, taken, cover: () => 0 });
      const used = places.flatMap((placement) => (placement ? [placement.box] : []));
      expect(used.length).toBeGreaterThan(5);
      used.forEach((box, i) => {
        expect([...taken, ...used.slice(0, i)].filter((other) => overlaps(box, other))).toEqual([]);
        expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= 600 && box.y + box.height <= 400).toBe(true);
      });
    }
  });

  it("serves the more important one first", () => {
    const box = { x: 10, y: 10, width: 50, height: 16 };
    expect(positions([wish([box]), wish([box])])).toEqual([0, null]);
  });

  it("prefers a later place that hides less", () => {
    const boxes = [{ x: 10, y: 10, width: 50, height: 16 }, { x: 100, y: 10, width: 50, height: 16 }];
    const cover = (box: Box): number => (box.x === 10 ? 5 : 0);
    expect(positions([wish(boxes)], { cover })).toEqual([1]);
  });

  it("leaves a label out that would hide more than it may", () => {
    expect(positions([wish([{ x: 10, y: 10, width: 50, height: 16 }])], { cover: () => 10 })).toEqual([null]);
  });

  it("takes a box with less against it, though it hides more", () => {
    const boxes = [{ x: 10, y: 10, width: 50, height: 16 }, { x: 100, y: 10, width: 50, height: 16 }];
    const cover = (box: Box): number => (box.x === 100 ? 5 : 0);
    const against = (box: Box): number => (box.x === 10 ? 6 : 0);
    expect(positions([{ ...wish(boxes), against }], { cover })).toEqual([1]);
  });

  it("keeps the place it had while that is nearly as good", () => {
    const boxes = [{ x: 10, y: 10, width: 50, height: 16 }, { x: 100, y: 10, width: 50, height: 16 }];
    expect(positions([wish(boxes, 1)])).toEqual([1]);
  });
});

describe("placeLabels, where there is little room", () => {
  it("prefers a box with less under it that does not count, such as faint nodes", () => {
    const boxes = [{ x: 10, y: 10, width: 50, height: 16 }, { x: 100, y: 10, width: 50, height: 16 }];
    expect(positions([wish(boxes)], { soft: (box) => (box.x === 10 ? 2 : 0) })).toEqual([1]);
  });

  it("goes further away where there is no room nearby, with a line that crosses nothing", () => {
    const near = { x: 100, y: 100, width: 50, height: 16 };
    const crossed = { x: 100, y: 20, width: 50, height: 16 };
    const clear = { x: 200, y: 100, width: 50, height: 16 };
    const far = { anchor: { x: 125, y: 140 }, boxes: () => [crossed, clear] };
    const [placement] = placeLabels([{ ...wish([near]), far }], { ...FREE, taken: [{ ...near, height: 30 }, { ...near, x: 120, y: 60, width: 10 }] });
    expect(placement).toEqual({ box: clear, position: -1, line: { from: { x: 200, y: 116 }, to: far.anchor } });
  });

  it("crosses rings with the line of one that must not go without a name, but no name", () => {
    const ring = { x: 60, y: 40, width: 20, height: 20 };
    const box = { x: 200, y: 40, width: 50, height: 20 };
    const far = { anchor: { x: 10, y: 50 }, boxes: () => [box] };
    const given = { ...FREE, rings: [ring] };
    expect(placeLabels([{ ...wish([]), far }], given)).toEqual([null]);
    const largest = { ...wish([]), far: { ...far, acrossRings: () => [ring, box] } };
    expect(placeLabels([largest], given)[0]?.box).toEqual(box);
    const name = wish([{ x: 100, y: 40, width: 30, height: 20 }]);
    expect(placeLabels([name, largest], given)[1]).toBeNull();
  });

  it("puts no name on the line of another", () => {
    const far = { anchor: { x: 10, y: 50 }, boxes: () => [{ x: 300, y: 40, width: 50, height: 20 }] };
    expect(positions([{ ...wish([]), far }, wish([{ x: 150, y: 40, width: 50, height: 20 }])])).toEqual([-1, null]);
  });
});

describe("crosses", () => {
  const box = { x: 10, y: 10, width: 20, height: 10 };

  it("tells whether a line meets a box", () => {
    const meets = (x0: number, y0: number, x1: number, y1: number): boolean => crosses({ from: { x: x0, y: y0 }, to: { x: x1, y: y1 } }, box);
    expect([meets(0, 15, 50, 15), meets(20, 0, 20, 40), meets(15, 12, 18, 18), meets(0, 15, 9, 15), meets(0, 0, 50, 5), meets(0, 20, 40, 40)]).toEqual([true, true, true, false, false, false]);
  });
});

describe("distanceTo", () => {
  const box = { x: 10, y: 10, width: 20, height: 10 };

  it("measures from outside, and is nothing inside", () => {
    expect([distanceTo(box, { x: 7, y: 6 }), distanceTo(box, { x: 36, y: 28 }), distanceTo(box, { x: 15, y: 15 })]).toEqual([5, 10, 0]);
  });
});

describe("broken", () => {
  const widthOf = (text: string): number => [...text].length * 8;

  it("leaves a short text on one line", () => {
    expect(breakLines("Life skills", 100, widthOf)).toEqual(["Life skills"]);
  });

  it("makes lines of about equal length, no more than needed", () => {
    expect(breakLines("Entrepreneurship and self-employment", 180, widthOf)).toEqual(["Entrepreneurship", "and self-employment"]);
    expect(breakLines("Research, data and analysis for skills development", 150, widthOf)).toHaveLength(3);
  });

  it("cuts what three lines cannot hold at its end only", () => {
    const lines = breakLines("Recherche, données et analyse pour le développement des compétences", 120, widthOf);
    expect(lines).toEqual(["Recherche, données", "et analyse pour le", "développement des…"]);
  });

  it("ends a line with a dot between words", () => {
    expect(breakLines("learners · mechanics · workshops", 170, widthOf)).toEqual(["learners ·", "mechanics · workshops"]);
  });

  it("cuts a word that no line can hold", () => {
    const lines = breakLines("Donaudampfschifffahrtsgesellschaft", 80, widthOf);
    expect(lines).toHaveLength(1);
    expect(widthOf(present(lines[0]))).toBeLessThanOrEqual(100);
    expect(lines[0]).toMatch(/…$/);
  });
});

describe("shortened", () => {
  it("does not cut a letter of two units in half", () => {
    expect(shortened("𝒜𝒜𝒜𝒜", 24, (text) => [...text].length * 8)).toBe("𝒜𝒜…");
  });
});
