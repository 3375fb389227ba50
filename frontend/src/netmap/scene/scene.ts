/** What a scene draws, whichever way it does: land, faint links and points. Hubs and labels are the overlay's. */
import type { Outline } from "../contract/places";
import type { NodeColours } from "../model/colours";
import type { Spots } from "../model/grid";
import type { DrawnLinks } from "../model/links";
import type { Transform } from "../view/camera";
import type { Theme } from "../view/theme";

export interface HubDot {
  readonly x: number;
  readonly y: number;
  /** Palette place. */
  readonly colour: number;
}

/** A grouping as it is drawn; `from` is where the nodes stood before. */
export interface Arrangement {
  readonly from: Spots;
  readonly to: Spots;
  readonly hubs: readonly HubDot[];
  readonly outline: Outline | null;
}

export interface Frame {
  readonly transform: Transform;
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
  readonly radius: number;
  /** 0..1 on the way from the last arrangement to this one. */
  readonly progress: number;
  /** While things move, what is costly may be left out. */
  readonly isMoving: boolean;
  /** The share of the nodes that is drawn; less than all only while a slow machine moves many. */
  readonly share: number;
}

export interface Scene {
  setTheme(theme: Theme): void;
  arrange(arrangement: Arrangement): void;
  /** The faint links of the arrangement; null = none (yet). */
  setLinks(links: DrawnLinks | null): void;
  /** 1 for each node that fits the choice; the others are drawn faint, without their links. */
  setVisible(visible: Uint8Array): void;
  setColours(colours: NodeColours): void;
  /** Each node's place among the sizes; null = all alike. */
  setSizes(step: Uint8Array | null): void;
  draw(frame: Frame): void;
}

export interface SceneInput {
  readonly n: number;
  /** Asks for a frame, after the machine has taken the drawing away and given it back. */
  redraw(): void;
}

/** How strong links are: the more there are, the fainter. */
export function linkStrength(count: number): number {
  return Math.max(0.04, Math.min(0.2, 5 / Math.sqrt(Math.max(1, count))));
}

/** How far a link bends towards the map's middle. */
export const BEND = 0.22;
/** Short links stay nearly straight: no bend goes further than this share of the link. */
export const MOST_BEND = 0.16;
/** The faint dot of a node that the choice leaves out, as a share of a full one. */
export const DIM_SHARE = 0.62;
/** How far a ring stands out over its node, in radii. */
export const RING_SHARE = 0.4;
