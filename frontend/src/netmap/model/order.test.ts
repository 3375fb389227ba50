import { describe, expect, it } from "vitest";
import { standing } from "./order";

const LIT = Uint8Array.of(0, 1, 0, 1, 1, 0);

describe("standing", () => {
  it("counts from one and wraps around", () => {
    expect(standing(LIT, 1)).toEqual({ index: 1, count: 3, previous: 4, next: 3 });
    expect(standing(LIT, 4)).toEqual({ index: 3, count: 3, previous: 3, next: 1 });
  });

  it("gives neighbours even to one that the choice leaves out", () => {
    expect(standing(LIT, 2)).toEqual({ index: 0, count: 3, previous: 1, next: 3 });
  });

  it("has no neighbours when there is no other", () => {
    expect(standing(Uint8Array.of(0, 1), 1)).toEqual({ index: 1, count: 1, previous: -1, next: -1 });
    expect(standing(new Uint8Array(3), 1)).toEqual({ index: 0, count: 0, previous: -1, next: -1 });
  });
});
