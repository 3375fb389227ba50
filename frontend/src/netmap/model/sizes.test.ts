import { describe, expect, it } from "vitest";
import { present } from "../../../harness/present";
import { sizesOf, STEP_RADII } from "./sizes";

describe("sizesOf", () => {
  it("gives greater numbers no smaller place, and each step its numbers", () => {
    const numbers = Uint16Array.from({ length: 1000 }, (_, i) => i);
    const { step, steps } = sizesOf({ steps: numbers, unit: 1 });
    expect(steps).toHaveLength(STEP_RADII.length);
    for (const { step: place, from, to } of steps) {
      const here = [...numbers].filter((_, node) => step[node] === place);
      expect([Math.min(...here), Math.max(...here)]).toEqual([from, to ?? 999]);
    }
  });

  it("draws areas in proportion: the step whose area is nearest by ratio to the number's share", () => {
    const numbers = Uint16Array.from({ length: 2000 }, (_, i) => i % 100);
    const { step } = sizesOf({ steps: numbers, unit: 1 });
    const largest = present(STEP_RADII.at(-1));
    for (let number = 1; number < 100; number++) {
      const exact = Math.sqrt(number / 99) * largest;
      const off = STEP_RADII.map((radius) => Math.abs(Math.log(radius / exact)));
      const chosen = off[step[number] ?? 0] ?? 0;
      expect(chosen - Math.min(...off)).toBeLessThan(0.12);
    }
  });

  it("does not let one giant make all others dwarfs", () => {
    const numbers = Uint16Array.from({ length: 1000 }, (_, i) => (i === 0 ? 60000 : i % 9));
    expect(new Set(sizesOf({ steps: numbers, unit: 1 }).step).size).toBe(STEP_RADII.length);
  });

  it("keeps amounts of money apart, and tells them in full", () => {
    const amounts = Uint32Array.from({ length: 400 }, (_, i) => (i + 1) * 250_000);
    const { step, steps } = sizesOf({ steps: amounts, unit: 10_000 });
    expect(new Set(step).size).toBe(STEP_RADII.length);
    expect(present(steps.at(-1)).from).toBeGreaterThan(400_000_000_000);
  });

  it("tells shares as shares", () => {
    const { steps } = sizesOf({ steps: Uint16Array.from({ length: 100 }, (_, i) => i), unit: 0.01 });
    for (const { from, to } of steps) expect([from, to ?? 1].map(String).join("").length).toBeLessThan(9);
    expect(present(steps.at(-1)).from).toBeLessThan(1);
  });

  it.each([[[]], [[0]], [[7]], [[0, 1, 2]]])("has a sensible answer for %j", (given) => {
    const { step, steps } = sizesOf({ steps: Uint16Array.from(given), unit: 1 });
    expect([step.length, new Set(step).size]).toEqual([given.length, steps.length]);
  });
});
