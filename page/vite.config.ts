import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// One script and one style: the export puts both inside a single file.
export default defineConfig({
  base: "./",
  plugins: [svelte()],
  build: {
    outDir: "dist",
    assetsInlineLimit: 100_000,
    cssCodeSplit: false,
    modulePreload: false,
    target: "es2022",
    rollupOptions: { output: { inlineDynamicImports: true } },
  },
});
