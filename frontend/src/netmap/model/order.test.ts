import { describe, expect, it } from "vitest";
import { visibleOrder } from "./order";

const VISIBLE = Uint8Array.of(0, 1, 0, 1, 1, 0);

describe("standing", () => {
  it("gives the next and the previous one, around the ends", () => {
    expect(visibleOrder(VISIBLE, 1)).toEqual({ previous: 4, next: 3 });
    expect(visibleOrder(VISIBLE, 4)).toEqual({ previous: 3, next: 1 });
  });

  it("gives neighbours even to one that the choice leaves out", () => {
    expect(visibleOrder(VISIBLE, 2)).toEqual({ previous: 1, next: 3 });
  });

  it("has no neighbours when there is no other", () => {
    expect(visibleOrder(Uint8Array.of(0, 1), 1)).toEqual({ previous: -1, next: -1 });
    expect(visibleOrder(new Uint8Array(3), 1)).toEqual({ previous: -1, next: -1 });
  });
});
