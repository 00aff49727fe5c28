import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// Under `make dev` the page comes from Vite and everything else from a running server.
const server = `http://127.0.0.1:${process.env.TRAFOLAB_DEV_PORT ?? "8123"}`;
// The server refuses a foreign Host or Origin, so the proxy speaks in its own name.
const http = { target: server, changeOrigin: true, headers: { origin: server } };
const both = { ...http, ws: true };

export default defineConfig({
  plugins: [react()],
  server: {
    host: "127.0.0.1",
    proxy: {
      // The link with its token goes to the server: it sets the cookie and sends the browser back to `/`. No
      // websocket here, since Vite's own has the same form.
      "^/\\?token=": http,
      "/ws": both,
      "/jupyter": both,
      "/circuitsvis": http,
      "/api": http,
    },
  },
  build: {
    outDir: "../server/trafolab_server/static",
    emptyOutDir: true,
    chunkSizeWarningLimit: 900,
  },
  test: { environment: "node" },
});
