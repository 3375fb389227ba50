import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { onPress, optional, required } from "./domQuery";

class FakeElement {
  readonly dataset: Record<string, string> = {};
  constructor(readonly pressable: FakeElement | null = null) {}
  closest(): FakeElement | null {
    return this.pressable;
  }
}

const holding = (found: unknown): ParentNode => ({ querySelector: () => found }) as unknown as ParentNode;
const KIND = FakeElement as unknown as new () => Element;

beforeEach(() => void vi.stubGlobal("Element", FakeElement));
afterEach(() => void vi.unstubAllGlobals());

describe("elements of the page", () => {
  it("are given where they are of the kind that is meant", () => {
    const element = new FakeElement();
    expect([required(holding(element), "p", KIND), optional(holding(element), "p", KIND)]).toEqual([element, element]);
  });

  it.each([[null], [{}]])("are missed where there are none, or others: %j", (found) => {
    expect(() => required(holding(found), "[data-x]", KIND)).toThrow("[data-x]");
    expect(optional(holding(found), "[data-x]", KIND)).toBeNull();
  });
});

describe("a press", () => {
  const act = vi.fn();
  const listening = (): ((event: { target: unknown }) => void) => {
    const added = vi.fn<(name: string, call: (event: { target: unknown }) => void) => void>();
    onPress({ addEventListener: added } as unknown as Element, { help: act });
    return added.mock.calls[0]?.[1] ?? (() => undefined);
  };
  beforeEach(() => act.mockClear());

  it("runs the action that its button names", () => {
    const button = new FakeElement();
    button.dataset["netmapDo"] = "help";
    listening()({ target: new FakeElement(button) });
    expect(act.mock.calls).toEqual([[button]]);
  });

  it("runs none for another button, or beside any", () => {
    const press = listening();
    press({ target: new FakeElement(new FakeElement()) });
    press({ target: new FakeElement() });
    press({ target: null });
    expect(act).not.toHaveBeenCalled();
  });
});
