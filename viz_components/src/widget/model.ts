// What a notebook gives a widget, as far as it is used here, and what widget and kernel say to each other.
import type { TensorSpec } from "../protocol/gen";
import { type Tensor, tensorOver } from "../tensor";
import type { Tensors } from "../views/view";

/** anywidget's model: JupyterLab, VS Code, Colab and marimo all have one. */
export interface Model {
  get(name: string): unknown;
  on(event: "msg:custom", hear: Hear): void;
  off(event: "msg:custom", hear: Hear): void;
  send(content: Readonly<Record<string, unknown>>): void;
}

export type Hear = (message: unknown, buffers?: readonly Bytes[]) => void;

/** Jupyter hands a buffer over as a `DataView`, Colab as a `Uint8Array`. */
export type Bytes = ArrayBufferView | ArrayBuffer;

/** From the kernel. */
export type Told =
  | {
      readonly kind: "view";
      readonly params: Record<string, unknown>;
      /** The last choice of each place that it answers, by the place. */
      readonly asks: Readonly<Record<string, string>>;
      readonly title: string;
      readonly line: string;
      /** What stands below its picture. */
      readonly caption: string;
      readonly data: unknown;
      readonly tensors: readonly TensorSpec[];
    }
  | { readonly kind: "view_failure"; readonly error: string }
  | { readonly kind: "file"; readonly id: string }
  | { readonly kind: "file_failure"; readonly id: string; readonly error: string };

const KINDS: readonly string[] = ["view", "view_failure", "file", "file_failure"] satisfies Told["kind"][];

/** Whether it is a message of the kernel's; the kernel made it by the records of the protocol. */
export function isTold(message: unknown): message is Told {
  return (
    typeof message === "object" &&
    message !== null &&
    "kind" in message &&
    KINDS.includes(String(message.kind))
  );
}

/** The tensors of an answer. A notebook puts buffers wherever they fall; typed arrays need theirs aligned. */
export function tensorsOf(specs: readonly TensorSpec[], buffers: readonly Bytes[]): Tensors {
  const found: Record<string, Tensor> = {};
  for (const spec of specs) {
    const memory = bytesOf(buffers[spec.buffer]);
    found[spec.name] = tensorOver(spec, { memory, offset: 0, length: memory.byteLength });
  }
  return found;
}

/** A buffer's bytes, alone. */
export function bytesOf(buffer: Bytes | undefined): ArrayBuffer {
  if (!buffer) throw new RangeError("a message names a buffer that did not come");
  if (!ArrayBuffer.isView(buffer)) return buffer;
  const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  return new Uint8Array(bytes).buffer;
}
