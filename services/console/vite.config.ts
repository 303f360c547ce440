import { defineConfig } from "vite";

// The page is built from the sources of the packages it uses, as the tests run them: nothing has to be compiled first.
export default defineConfig({
  resolve: { conditions: ["source", "module", "browser", "development|production"] },
  // `npm run dev` shows a running service: its routes are passed on.
  server: { proxy: { "/v1": process.env.ANSHI_URL ?? "http://127.0.0.1:8417" } },
  build: {
    outDir: "dist/page",
    emptyOutDir: true,
    target: "es2023",
    // Data URLs would need a wider policy than the page's own files.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
  },
});
