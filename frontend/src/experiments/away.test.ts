import { expect, test } from "vitest";
import { away } from "./away";

const idle = { status: "idle", detail: null } as const;

test("an experiment needs a connection and a kernel that has spoken", () => {
  expect(away({ connection: "open", live: true, kernel: idle })).toBeNull();
  expect(away({ connection: "open", live: true, kernel: { ...idle, status: "busy" } })).toBeNull();
  expect(away({ connection: "lost", live: true, kernel: idle })?.what).toContain("not connected");
  expect(away({ connection: "open", live: false, kernel: idle })?.what).toContain("starting");
  expect(away({ connection: "open", live: true, kernel: { ...idle, status: "dead" } })?.what).toContain(
    "dead",
  );
});
