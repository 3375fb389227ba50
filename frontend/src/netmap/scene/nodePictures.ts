/** Small pictures that nodes wear, such as the sign of an organisation: loaded once one is near enough to see them. */
import type { Spot } from "../view/labels";
import { circle } from "./lineGeometry";

export interface WornPicture {
  readonly address: string;
  readonly at: Spot;
}

export interface NodePictures {
  draw(context: CanvasRenderingContext2D, worn: Iterable<WornPicture>, radius: number): void;
}

/** From this radius of nodes on a picture can be recognised. */
export const WORN_FROM = 5;
/** A picture reaches a little over its node's edge. */
const OVER_EDGE = 2;
const MOST_KEPT = 300;

/** `loaded` is called when a picture has arrived that was asked for. */
export function nodePictures(loaded: () => void, makeImage: () => HTMLImageElement = () => new Image()): NodePictures {
  const images = new Map<string, HTMLImageElement>();

  function imageOf(address: string): HTMLImageElement {
    const known = images.get(address);
    if (known) return known;
    if (images.size >= MOST_KEPT) images.clear();
    const image = makeImage();
    image.decoding = "async";
    image.addEventListener("load", loaded);
    image.src = address;
    images.set(address, image);
    return image;
  }

  return {
    draw(context, worn, radius) {
      for (const { address, at } of worn) {
        if (!isOurs(address)) continue;
        const image = imageOf(address);
        if (!image.complete || image.naturalWidth === 0) continue;
        const reach = radius + OVER_EDGE;
        context.save();
        circle(context, at, reach);
        context.clip();
        context.drawImage(image, at.x - reach, at.y - reach, 2 * reach, 2 * reach);
        context.restore();
      }
    },
  };
}

/** Pictures come from this site or with the map itself, and from nobody else. */
function isOurs(address: string): boolean {
  return /^\/(?!\/)/.test(address) || /^data:image\/(?:png|jpeg|webp);/.test(address);
}
