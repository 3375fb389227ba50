import { describe, expect, it } from "vitest";
import { standing } from "./order";

const VISIBLE = Uint8Array.of(0, 1, 0, 1, 1, 0);

describe("standing", () => {
  it("gives the next and the previous one, around the ends", () => {
    expect(standing(VISIBLE, 1)).toEqual({ previous: 4, next: 3 });
    expect(standing(VISIBLE, 4)).toEqual({ previous: 3, next: 1 });
  });

  it("gives neighbours even to one that the choice leaves out", () => {
    expect(standing(VISIBLE, 2)).toEqual({ previous: 1, next: 3 });
  });

  it("has no neighbours when there is no other", () => {
    expect(standing(Uint8Array.of(0, 1), 1)).toEqual({ previous: -1, next: -1 });
    expect(standing(new Uint8Array(3), 1)).toEqual({ previous: -1, next: -1 });
  });
});
