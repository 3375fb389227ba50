import { describe, expect, it } from "vitest";
import { keyOf } from "./keys";

describe("keyOf", () => {
  it("takes a Latin letter, a digit or a question mark as it is written", () => {
    expect(keyOf({ key: "A", code: "KeyQ" })).toBe("a");
    expect(keyOf({ key: "3", code: "Digit3" })).toBe("3");
    expect(keyOf({ key: "?", code: "Slash" })).toBe("?");
  });
  it("takes the place of the key where the keyboard writes another script", () => {
    expect(keyOf({ key: "ش", code: "KeyA" })).toBe("a");
    expect(keyOf({ key: "٣", code: "Digit3" })).toBe("3");
    expect(keyOf({ key: "é", code: "Digit2" })).toBe("2");
    expect(keyOf({ key: "؟", code: "Slash" })).toBe("?");
  });
  it("takes nothing for other keys", () => {
    expect(keyOf({ key: "Tab", code: "Tab" })).toBe("");
    expect(keyOf({ key: "Enter", code: "Enter" })).toBe("");
  });
});
