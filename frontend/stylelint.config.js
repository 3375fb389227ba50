const PHYSICAL = [/^(margin|padding|border|scroll-margin|scroll-padding)-(left|right|top|bottom)/, /^border-(top|bottom)-(left|right)-radius$/, "left", "right", "top", "bottom"];

/** Right-to-left works by itself when nothing names a side; colours live in the tokens alone. */
export default {
  rules: {
    "property-disallowed-list": [PHYSICAL, { message: "use the logical property" }],
    "declaration-property-value-disallowed-list": { "text-align": ["left", "right"], float: ["left", "right"] },
    "color-no-hex": [true, { message: "literal colours belong in tokens.css" }],
    "function-disallowed-list": [["rgb", "rgba", "hsl", "hsla"], { message: "literal colours belong in tokens.css" }],
    "block-no-empty": true,
    "declaration-block-no-duplicate-properties": true,
    "no-duplicate-selectors": null,
    "property-no-unknown": true,
  },
  overrides: [{ files: ["**/tokens.css"], rules: { "color-no-hex": null, "function-disallowed-list": null } }],
};
