import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { watchFocus } from "./sheet";

let page: EventTarget;
const moveFocus = (): boolean => page.dispatchEvent(new Event("focusin"));

beforeEach(() => {
  page = new EventTarget();
  vi.stubGlobal("document", page);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the focus while a profile is fetched", () => {
  it("has stayed when nobody moved it", () => {
    const hasStayed = watchFocus();
    vi.runAllTimers();
    expect(hasStayed()).toBe(true);
  });

  it("has not stayed once somebody went on", () => {
    const hasStayed = watchFocus();
    vi.runAllTimers();
    moveFocus();
    expect(hasStayed()).toBe(false);
  });

  it("may be moved by what asked for the profile", () => {
    const hasStayed = watchFocus();
    moveFocus();
    vi.runAllTimers();
    expect(hasStayed()).toBe(true);
  });
});
