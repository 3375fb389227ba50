import { describe, expect, it } from "vitest";
import { chance } from "../../../harness/network";
import { makeOccupancy } from "./occupancy";

describe("makeOccupancy", () => {
  it("never says that a box is free which a node reaches into", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const next = chance(seed);
      const nodes = Array.from({ length: 40 }, () => ({ x: next() * 320 - 10, y: next() * 220 - 10, radius: 1 + next() * 6 }));
      const occupancy = makeOccupancy({ width: 300, height: 200 }, (add) => nodes.forEach(({ x, y, radius }) => add(x, y, radius)));
      let free = 0;
      for (let i = 0; i < 200; i++) {
        const box = { x: next() * 260, y: next() * 180, width: 5 + next() * 35, height: 5 + next() * 15 };
        const isCovering = nodes.some(({ x, y, radius }) => x + radius > box.x && x - radius < box.x + box.width && y + radius > box.y && y - radius < box.y + box.height);
        if (occupancy.cellsIn(box) > 0) continue;
        free++;
        expect(isCovering).toBe(false);
      }
      expect(free).toBeGreaterThan(5);
    }
  });

  it("counts each cell once, and nothing outside of the screen", () => {
    const occupancy = makeOccupancy({ width: 40, height: 40 }, (add) => {
      add(10, 10, 1);
      add(10, 10, 1);
      add(400, 10, 3);
    });
    expect(occupancy.cellsIn({ x: 0, y: 0, width: 40, height: 40 })).toBe(1);
    expect(occupancy.cellsIn({ x: 20, y: 0, width: 19, height: 40 })).toBe(0);
    expect(occupancy.cellsIn({ x: 60, y: 0, width: 10, height: 10 })).toBe(0);
  });
});
