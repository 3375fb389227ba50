import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { watchFocus } from "./sheet";

class FakePage extends EventTarget {
  readonly body = {};
  activeElement: unknown = {};
}

let page: FakePage;
const MAP = new EventTarget() as unknown as Element;
const ELSEWHERE = new EventTarget() as unknown as Element;

function moveFocus(target: Element): void {
  page.activeElement = target;
  const event = new Event("focusin");
  Object.defineProperty(event, "target", { value: target });
  page.dispatchEvent(event);
}

beforeEach(() => {
  page = new FakePage();
  vi.stubGlobal("document", page);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the focus while a profile is fetched", () => {
  it("may be taken when nobody moved it", () => {
    const mayTakeFocus = watchFocus(MAP);
    vi.runAllTimers();
    expect(mayTakeFocus()).toBe(true);
  });

  it("stays with who went on, also back to the map", () => {
    const mayTakeFocus = watchFocus(MAP);
    vi.runAllTimers();
    moveFocus(ELSEWHERE);
    moveFocus(MAP);
    expect(mayTakeFocus()).toBe(false);
  });

  it("may be taken from the map, which a tap gives it late", () => {
    const mayTakeFocus = watchFocus(MAP);
    vi.runAllTimers();
    moveFocus(MAP);
    expect(mayTakeFocus()).toBe(true);
  });

  it("may be taken when the element that had it is gone", () => {
    const mayTakeFocus = watchFocus(MAP);
    vi.runAllTimers();
    moveFocus(ELSEWHERE);
    page.activeElement = page.body;
    expect(mayTakeFocus()).toBe(true);
  });

  it("may be moved by what asked for the profile", () => {
    const mayTakeFocus = watchFocus(MAP);
    moveFocus(ELSEWHERE);
    vi.runAllTimers();
    expect(mayTakeFocus()).toBe(true);
  });
});
