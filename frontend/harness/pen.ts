/** A pen that draws nothing and remembers what it was asked to, and a canvas that has one. */

export interface Stroke {
  readonly call: string;
  readonly values: readonly unknown[];
  readonly fillStyle: unknown;
  readonly strokeStyle: unknown;
}

export interface FakeCanvas {
  readonly canvas: HTMLCanvasElement;
  readonly strokes: Stroke[];
  of(call: string): Stroke[];
}

const WIDTH_PER_LETTER = 7;

export function fakeCanvas(): FakeCanvas {
  const strokes: Stroke[] = [];
  const settings: Record<string, unknown> = {};
  const pen = new Proxy(settings, {
    get(target, name: string) {
      if (name in target) return target[name];
      if (name === "measureText") return (text: string) => ({ width: text.length * WIDTH_PER_LETTER });
      return (...values: unknown[]) => void strokes.push({ call: name, values, fillStyle: target["fillStyle"], strokeStyle: target["strokeStyle"] });
    },
    set(target, name: string, value: unknown) {
      target[name] = value;
      return true;
    },
  });
  const canvas = { width: 0, height: 0, style: {}, getContext: () => pen } as unknown as HTMLCanvasElement;
  return { canvas, strokes, of: (call) => strokes.filter((stroke) => stroke.call === call) };
}
