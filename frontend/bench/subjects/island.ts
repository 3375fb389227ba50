/** The finished map on the server's own page, moved by the events of a hand and filtered by a box of its panel. */
import { present } from "../../harness/present";
import type { Subject } from "./subject";

const BUILT = "/build/netmap.js";
const KEPT_VALUE = 'input[name="type"][value="type-6"]';
let stage: HTMLElement;
let hand = { x: 640, y: 400 };

export const subject: Subject = {
  async start() {
    // Rows of a facet are made once it is open; a reader who filters has opened it.
    present(document.querySelector<HTMLDetailsElement>('details[data-facet="type"]')).open = true;
    await import(/* @vite-ignore */ BUILT);
    const root = present(document.querySelector("[data-netmap]"));
    await new Promise<void>((resolve) => {
      const look = (): void => void (root.hasAttribute("data-up") && resolve());
      new MutationObserver(look).observe(root, { attributes: true });
      look();
    });
    stage = present(document.querySelector<HTMLElement>("[data-netmap-stage]"));
  },
  pan(dx, dy) {
    if (!stage.hasAttribute("data-dragging")) {
      point("pointerdown");
      hand = { x: hand.x + 10, y: hand.y };
      point("pointermove");
    }
    hand = { x: hand.x + dx, y: hand.y + dy };
    point("pointermove");
  },
  zoom(factor) {
    if (stage.hasAttribute("data-dragging")) point("pointerup");
    present(stage.querySelector("canvas")).dispatchEvent(
      new WheelEvent("wheel", { deltaY: -Math.log(factor) / 0.0016, clientX: hand.x, clientY: hand.y, bubbles: true, cancelable: true }),
    );
  },
  filter(isOn) {
    const box = present(document.querySelector<HTMLInputElement>(KEPT_VALUE));
    if (box.checked !== isOn) box.click();
  },
};

function point(type: string): void {
  const at = { clientX: hand.x, clientY: hand.y, pointerId: 1, pointerType: "mouse", isPrimary: true, bubbles: true, cancelable: true };
  present(stage.querySelector("canvas")).dispatchEvent(new PointerEvent(type, at));
}
