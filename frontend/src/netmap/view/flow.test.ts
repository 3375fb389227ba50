import { describe, expect, it } from "vitest";
import { flow } from "./flow";

describe("flow", () => {
  it("begins a new row where the next thing does not fit", () => {
    const { rows, entries } = flow([40, 50, 30, 200, 10], { width: 100, between: 10 });
    expect(entries).toEqual([
      { start: 0, row: 0 },
      { start: 50, row: 0 },
      { start: 0, row: 1 },
      { start: 0, row: 2 },
      { start: 0, row: 3 },
    ]);
    expect(rows).toBe(4);
  });

  it("needs no row for nothing", () => {
    expect(flow([], { width: 100, between: 10 })).toEqual({ rows: 0, entries: [] });
  });
});
