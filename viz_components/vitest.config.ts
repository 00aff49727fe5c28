import { defineConfig } from "vitest/config";

// jsdom takes longer to start than most of these tests run: only those that render get it.
export default defineConfig({
  test: {
    projects: [
      { test: { name: "pure", environment: "node", include: ["src/**/*.test.ts"] } },
      {
        test: {
          name: "rendered",
          environment: "jsdom",
          isolate: false,
          include: ["src/**/*.test.tsx"],
          setupFiles: ["src/testSetup.ts"],
          css: false,
        },
      },
    ],
  },
});
