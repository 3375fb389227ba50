import tseslint from "typescript-eslint";

const LAYERS = ["contract", "model", "view", "scene", "dom"];

/** Imports go down only: dom > scene > view > model > contract. */
const layers = LAYERS.map((layer, height) => ({
  files: [`src/netmap/${layer}/**/*.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      { patterns: LAYERS.slice(height + 1).map((above) => ({ group: [`**/${above}/*`], message: `${layer} must not import from ${above}` })) },
    ],
  },
}));

export default tseslint.config(
  { ignores: ["node_modules", "generated"] },
  ...tseslint.configs.strict.map((rules) => ({ ...rules, files: ["**/*.ts"] })),
  {
    files: ["**/*.ts"],
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/explicit-function-return-type": ["error", { allowExpressions: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      eqeqeq: "error",
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", { max: 60 }],
      "no-console": "error",
      "no-eval": "error",
      "no-restricted-properties": ["error", { property: "innerHTML", message: "build elements, or parse our own server's answer with DOMParser" }],
    },
  },
  ...layers,
);
