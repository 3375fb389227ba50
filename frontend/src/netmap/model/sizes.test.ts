import { describe, expect, it } from "vitest";
import { sizesOf, STEP_RADII } from "./sizes";

describe("sizesOf", () => {
  it("gives greater numbers no smaller place, and each step its numbers", () => {
    const numbers = Uint16Array.from({ length: 1000 }, (_, i) => i);
    const { step, steps } = sizesOf(numbers);
    expect(steps).toHaveLength(STEP_RADII.length);
    for (const { step: place, from, to } of steps) {
      const here = [...numbers].filter((_, node) => step[node] === place);
      expect([Math.min(...here), Math.max(...here)]).toEqual([from, to ?? 999]);
    }
  });

  it("draws areas in proportion: the step whose area is nearest by ratio to the number's share", () => {
    const numbers = Uint16Array.from({ length: 2000 }, (_, i) => i % 100);
    const { step } = sizesOf(numbers);
    const largest = STEP_RADII.at(-1)!;
    for (let number = 1; number < 100; number++) {
      const exact = Math.sqrt(number / 99) * largest;
      const off = STEP_RADII.map((radius) => Math.abs(Math.log(radius / exact)));
      const chosen = off[step[number]!]!;
      expect(chosen - Math.min(...off)).toBeLessThan(0.12);
    }
  });

  it("does not let one giant make all others dwarfs", () => {
    const numbers = Uint16Array.from({ length: 1000 }, (_, i) => (i === 0 ? 60000 : i % 9));
    expect(new Set(sizesOf(numbers).step).size).toBe(STEP_RADII.length);
  });

  it.each([[[]], [[0]], [[7]], [[0, 1, 2]]])("has a sensible answer for %j", (given) => {
    const { step, steps } = sizesOf(Uint16Array.from(given));
    expect([step.length, new Set(step).size]).toEqual([given.length, steps.length]);
  });
});
