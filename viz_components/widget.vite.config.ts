import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The styles stand in a page that is not ours: what is said of its root is said of the widget alone.
const WITHIN = {
  postcssPlugin: "within-the-widget",
  Rule(rule: { selector: string }) {
    rule.selector = rule.selector.replaceAll(":root", ".tf-widget");
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  publicDir: false,
  define: { "process.env.NODE_ENV": '"production"' },
  css: { postcss: { plugins: [WITHIN] } },
  build: {
    outDir: "trafolab_viz/static",
    emptyOutDir: true,
    lib: {
      entry: "src/widget/index.tsx",
      formats: ["es"],
      fileName: () => "widget.js",
      cssFileName: "widget",
    },
    chunkSizeWarningLimit: 700,
  },
});
