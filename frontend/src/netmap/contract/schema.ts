/** The map's files, generated from core/netmap/schema.py by tools/contract.py; change it there. */
export const MAGIC = "SNM2";
export const VERSION = 2;
export const ALIGNMENT = 8;
export const FULL_SCALE = 65535;
export const TYPE_BYTES = {"u8": 1, "u16": 2, "u32": 4} as const;
export const CODINGS = ["plain", "planes", "deltas"] as const;
export const KINDS = ["nodes", "places", "links", "names"] as const;
export const AUDIENCES = ["public", "members"] as const;
export const MISSING = {"u8": 255, "u16": 65535} as const;
export const STATE_SUGGESTED = 1;
export const STATE_SEVERAL = 2;
export const STRENGTH_SCALE = 255;
export const GOLDEN_ANGLE = 2.399963229728653;
export const COLUMNS = {"nodes": ["id", "state", "facet.{key}", "facet.{key}.count", "facet.{key}.item"], "places": ["x", "y", "disc", "skip", "disc.x", "disc.y", "disc.start", "outline.start", "outline.x", "outline.y"], "links": ["tie.count", "tie.gap", "similar.count", "similar.gap", "similar.strength", "number.{key}"], "names": ["title.length", "title.bytes", "organisation.length", "organisation.bytes"]} as const;
export type ElementType = keyof typeof TYPE_BYTES;
export type Coding = (typeof CODINGS)[number];
export type Kind = (typeof KINDS)[number];
