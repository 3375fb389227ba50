import path from "node:path";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  server: { port: 8131, strictPort: true, host: "127.0.0.1", fs: { allow: [path.resolve(import.meta.dirname, "..")] } },
});
