import { describe, expect, it } from "vitest";
import { chance } from "../../../harness/chance";
import { present } from "../../../harness/present";
import { bucketsOf } from "./buckets";

describe("bucketsOf", () => {
  it("puts each node where a look at it alone would", () => {
    const next = chance(4);
    const n = 200;
    const some = (most: number): Uint8Array => Uint8Array.from({ length: n }, () => Math.floor(next() * most));
    const [visible, fill, ring] = [some(2), some(5), some(3)];
    const { faint, ringed, plain, filled } = bucketsOf(visible, { fill, ring, key: null, palette: new Uint8Array(0) }, 5);
    const where = (is: (node: number) => boolean): number[] => [...visible.keys()].filter(is);
    expect([...faint]).toEqual(where((node) => !visible[node]));
    for (let place = 0; place < 5; place++) {
      expect([...present(filled[place])]).toEqual(where((node) => visible[node] === 1 && fill[node] === place));
      expect([...present(plain[place])]).toEqual(where((node) => visible[node] === 1 && !ring[node] && fill[node] === place));
      expect([...present(ringed[place])]).toEqual(where((node) => visible[node] === 1 && place > 0 && ring[node] === place));
    }
  });
});
