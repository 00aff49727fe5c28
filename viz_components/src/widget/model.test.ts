import { expect, test } from "vitest";
import { numbers } from "../tensor";
import { bytesOf, isTold, tensorsOf } from "./model";

test("a tensor is read wherever its bytes lie", () => {
  const memory = new ArrayBuffer(13);
  new DataView(memory).setFloat32(1, 0.5, true);
  new DataView(memory).setFloat32(5, -2, true);
  const spec = { name: "norms", dtype: "float32", shape: [2], buffer: 0 } as const;
  const { norms } = tensorsOf([{ ...spec, shape: [2] }], [new DataView(memory, 1, 8)]);
  expect(norms && [...numbers(norms)]).toEqual([0.5, -2]);
  expect(() => tensorsOf([{ ...spec, shape: [2], buffer: 1 }], [])).toThrow("a buffer that did not come");
});

test.each([null, 3, "view", {}, { kind: "dance" }])("%o is no message of the kernel's", (message) =>
  expect(isTold(message)).toBe(false),
);

test.each([
  new Uint8Array([0, 1, 2]).subarray(1),
  new DataView(new Uint8Array([0, 1, 2]).buffer, 1),
  new Uint8Array([1, 2]).buffer,
])("bytes come as whatever a notebook has for them", (buffer) =>
  expect([...new Uint8Array(bytesOf(buffer))]).toEqual([1, 2]),
);
