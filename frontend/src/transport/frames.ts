// The form of messages from the server: JSON in a text frame, or a header and its buffers in a binary one.
import type { ServerMessage, Span } from "@trafolab/viz";

/** A message with the buffers that came beside it. */
export interface Incoming {
  readonly message: ServerMessage;
  readonly buffers: readonly Span[];
}

/** Decodes one websocket message. Throws a readable error for anything that is not one of ours. */
export function decode(data: unknown): Incoming {
  if (typeof data === "string") return { message: parsed(data), buffers: [] };
  if (data instanceof ArrayBuffer) return unpacked(data);
  throw new TypeError("a message that is neither text nor bytes");
}

function unpacked(memory: ArrayBuffer): Incoming {
  const view = new DataView(memory);
  const headerLength = view.getUint32(0, true);
  const count = view.getUint32(4, true);
  const header = new Uint8Array(memory, 8 + 8 * count, headerLength);
  const buffers = Array.from({ length: count }, (_, i) => ({
    memory,
    offset: view.getUint32(8 + 8 * i, true),
    length: view.getUint32(12 + 8 * i, true),
  }));
  return { message: parsed(new TextDecoder().decode(header)), buffers };
}

function parsed(text: string): ServerMessage {
  const value: unknown = JSON.parse(text);
  if (!isServerMessage(value)) throw new TypeError("a message of an unknown kind");
  return value;
}

const KINDS: Record<ServerMessage["kind"], true> = {
  welcome: true,
  state: true,
  kernel: true,
  view: true,
  view_failure: true,
  done: true,
  problem: true,
};

// Both ends are generated from the same records and agree on a protocol version, so the tag is enough.
function isServerMessage(value: unknown): value is ServerMessage {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    typeof value.kind === "string" &&
    Object.hasOwn(KINDS, value.kind)
  );
}
