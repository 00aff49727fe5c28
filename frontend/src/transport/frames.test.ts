import { halfToNumber, numbers, tensorOver } from "@trafolab/viz";
import { expect, test } from "vitest";
import { decode } from "./frames";

/** The same layout as `trafolab_protocol.frames.pack`, written out by hand. */
function packed(header: object, buffers: Uint8Array[]): ArrayBuffer {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const table = 8 + 8 * buffers.length;
  let end = table + json.length;
  const offsets = buffers.map((buffer) => {
    const offset = Math.ceil(end / 8) * 8;
    end = offset + buffer.length;
    return offset;
  });
  const frame = new Uint8Array(end);
  const view = new DataView(frame.buffer);
  view.setUint32(0, json.length, true);
  view.setUint32(4, buffers.length, true);
  buffers.forEach((buffer, i) => {
    view.setUint32(8 + 8 * i, offsets[i] ?? 0, true);
    view.setUint32(12 + 8 * i, buffer.length, true);
    frame.set(buffer, offsets[i]);
  });
  frame.set(json, table);
  return frame.buffer;
}

const HEADER = { kind: "view", key: "k", view: "x", revision: 3, data: {}, tensors: [], took_ms: 0 };

test("a text frame is its JSON", () => {
  expect(decode('{"kind":"kernel","status":"idle","detail":null}')).toEqual({
    message: { kind: "kernel", status: "idle", detail: null },
    buffers: [],
  });
});

test("a binary frame gives its header and spans into its own memory", () => {
  const floats = new Float32Array([0.25, -1, 3]);
  const frame = packed(HEADER, [new Uint8Array([1, 2, 3]), new Uint8Array(floats.buffer)]);
  const { message, buffers } = decode(frame);
  expect(message).toEqual(HEADER);
  expect(buffers.map(({ offset, length }) => [offset % 8, length])).toEqual([
    [0, 3],
    [0, 12],
  ]);
  const [, span] = buffers;
  if (!span) throw new Error("the second buffer is missing");
  const tensor = tensorOver({ name: "t", dtype: "float32", shape: [3], buffer: 1 }, span);
  expect(tensor.data.buffer).toBe(frame);
  expect([...numbers(tensor)]).toEqual([0.25, -1, 3]);
});

test("a tensor whose bytes do not fit its shape is refused", () => {
  const span = { memory: new ArrayBuffer(8), offset: 0, length: 8 };
  expect(() => tensorOver({ name: "t", dtype: "float16", shape: [3], buffer: 0 }, span)).toThrow(
    "t has 8 bytes, its shape [3] needs others",
  );
});

test("half-precision numbers", () => {
  const bits = [0x0000, 0x3c00, 0xc000, 0x3555, 0x0001, 0x7bff, 0x7c00, 0xfc00];
  const values = [0, 1, -2, 0.333251953125, 2 ** -24, 65504, Infinity, -Infinity];
  expect(bits.map(halfToNumber)).toEqual(values);
  expect(halfToNumber(0x7e00)).toBeNaN();
});

test("anything else is refused", () => {
  expect(() => decode('{"kind":"gossip"}')).toThrow("unknown kind");
  expect(() => decode(7)).toThrow("neither text nor bytes");
});
