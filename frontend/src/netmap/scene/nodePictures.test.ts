import { expect, it, vi } from "vitest";
import { fakeCanvas } from "../../../harness/pen";
import { penOf } from "./lineGeometry";
import { nodePictures } from "./nodePictures";

const DATA = "data:image/png;base64,iVBORw0KGgo=";

function fakeImage(): HTMLImageElement & { arrive(): void } {
  let listener = (): void => undefined;
  const image = {
    complete: false,
    naturalWidth: 0,
    src: "",
    addEventListener: (_: string, call: () => void) => void (listener = call),
    arrive() {
      Object.assign(image, { complete: true, naturalWidth: 16 });
      listener();
    },
  };
  return image as unknown as HTMLImageElement & { arrive(): void };
}

it("draws a picture on its node once it has arrived, and asks for it once", () => {
  const [made, image, loaded] = [fakeCanvas(), fakeImage(), vi.fn()];
  const makeImage = vi.fn(() => image);
  const pictures = nodePictures(loaded, makeImage);
  const worn = [{ address: DATA, at: { x: 40, y: 30 } }];
  pictures.draw(penOf(made.canvas), worn, 6);
  expect(made.of("drawImage")).toEqual([]);
  image.arrive();
  expect(loaded).toHaveBeenCalledTimes(1);
  pictures.draw(penOf(made.canvas), worn, 6);
  expect(made.of("drawImage").map(({ values }) => values)).toEqual([[image, 32, 22, 16, 16]]);
  expect([makeImage.mock.calls.length, image.src]).toEqual([1, DATA]);
});

it.each(["https://elsewhere.example/a.png", "//elsewhere.example/a.png", "data:image/svg+xml,<svg/>", "javascript:1"])("never asks somebody else for one: %s", (address) => {
  const makeImage = vi.fn(fakeImage);
  nodePictures(() => undefined, makeImage).draw(penOf(fakeCanvas().canvas), [{ address, at: { x: 0, y: 0 } }], 6);
  expect(makeImage).not.toHaveBeenCalled();
});
