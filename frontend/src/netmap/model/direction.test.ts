import { describe, expect, it } from "vitest";
import { nearestAhead } from "./direction";

const PLACES = { x: Uint16Array.of(100, 200, 100, 0, 100, 130), y: Uint16Array.of(100, 100, 200, 100, 0, 110) };
const ALL = new Uint8Array(6).fill(1);
const EQUAL = { scaleX: 1, scaleY: 1 };

describe("nearestAhead", () => {
  it.each([
    ["right", 5],
    ["left", 3],
    ["up", 4],
    ["down", 2],
  ] as const)("goes %s to the nearest one there", (direction, expected) => {
    expect(nearestAhead(PLACES, { from: 0, direction, ...EQUAL }, ALL)).toBe(expected);
  });

  it("passes over nodes that the choice leaves out", () => {
    const visible = Uint8Array.of(1, 1, 1, 1, 1, 0);
    expect(nearestAhead(PLACES, { from: 0, direction: "right", ...EQUAL }, visible)).toBe(1);
  });

  it("sees the directions of the screen, not of the stored places", () => {
    const places = { x: Uint16Array.of(0, 100), y: Uint16Array.of(0, 100) };
    const visible = Uint8Array.of(1, 1);
    expect(nearestAhead(places, { from: 0, direction: "right", scaleX: 4, scaleY: 1 }, visible)).toBe(1);
    expect(nearestAhead(places, { from: 0, direction: "down", scaleX: 4, scaleY: 1 }, visible)).toBe(-1);
  });

  it("stays where nothing lies ahead", () => {
    expect(nearestAhead(PLACES, { from: 3, direction: "left", ...EQUAL }, ALL)).toBe(-1);
  });
});
