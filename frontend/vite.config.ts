import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const at = (file: string): string => path.resolve(import.meta.dirname, file);

/** The fonts' licence, with the copyright of both families: it goes wherever they go. */
function fontLicence(): string {
  const texts = ["ibm-plex-sans", "ibm-plex-sans-arabic"].map((name) => readFileSync(at(`node_modules/@fontsource/${name}/LICENSE`), "utf8"));
  const notices = texts.map((text) => text.slice(0, text.indexOf("\n")));
  return `${notices.join("\n")}\n${(texts[0] ?? "").slice((notices[0] ?? "").length + 1)}`;
}

/** Puts the fonts that the server draws pictures with beside those of the pages, and the licence beside both. */
function serverFonts(): Plugin {
  const folder = at("generated/fonts");
  return {
    name: "server-fonts",
    apply: "build",
    generateBundle(): void {
      for (const name of readdirSync(folder).filter((file) => file.endsWith(".ttf")).sort()) {
        this.emitFile({ type: "asset", fileName: `fonts/${name}`, source: readFileSync(path.join(folder, name)) });
      }
      this.emitFile({ type: "asset", fileName: "fonts/OFL.txt", source: fontLicence() });
    },
  };
}

/** Names are fixed: Django's manifest storage is the only one that hashes them. */
export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [serverFonts()],
  build: {
    outDir: at("../src/skillsnet/web/static/build"),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    modulePreload: false,
    rollupOptions: {
      input: {
        site: at("src/site.ts"),
        passkeys: at("src/passkeys.ts"),
        netmap: at("src/netmap/dom/main.ts"),
        "style-site": at("src/styles/site.css"),
        "style-map": at("src/styles/map.css"),
      },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name].js",
        assetFileNames: (asset) => {
          const name = asset.names[0] ?? "";
          return name.endsWith(".woff2") ? "fonts/[name][extname]" : name.replace(/^style-/, "");
        },
      },
    },
  },
  test: { include: ["src/**/*.test.ts"] },
});
