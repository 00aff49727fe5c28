// The page's one websocket. It opens again by itself; what it says first each time is the caller's business.
import type { BrowserMessage } from "@trafolab/viz";
import ReconnectingWebSocket from "partysocket/ws";
import { decode, type Incoming } from "./frames";

/** Must equal `trafolab_protocol.version.PROTOCOL_VERSION`; the server refuses any other. */
export const PROTOCOL_VERSION = 3;

/** The server closes with this code where the versions differ; trying again would not help. */
const OTHER_VERSION = 4400;

export interface SocketEvents {
  opened(): void;
  received(incoming: Incoming): void;
  /** A message that could not be read: a defect of one of the two ends. */
  unreadable(error: Error): void;
  /** `final` when no new attempt will be made. */
  closed(final: boolean): void;
}

export interface Socket {
  /** Sends at once, or returns false while there is no connection: nothing is queued silently. */
  send(message: BrowserMessage): boolean;
}

/** Connects to `url` and keeps connecting. */
export function openSocket(url: string, events: SocketEvents): Socket {
  const socket = new ReconnectingWebSocket(url, [], {
    minReconnectionDelay: 300,
    maxReconnectionDelay: 4000,
    maxEnqueuedMessages: 0,
    shouldReconnectOnClose: (event) => event.code !== OTHER_VERSION,
  });
  socket.binaryType = "arraybuffer";
  socket.addEventListener("open", () => events.opened());
  socket.addEventListener("close", (event) => events.closed(event.code === OTHER_VERSION));
  socket.addEventListener("message", (event) => receive(event.data, events));
  return {
    send(message) {
      if (socket.readyState !== ReconnectingWebSocket.OPEN) return false;
      socket.send(JSON.stringify(message));
      return true;
    },
  };
}

function receive(data: unknown, events: SocketEvents): void {
  try {
    events.received(decode(data));
  } catch (error) {
    events.unreadable(error instanceof Error ? error : new Error(String(error)));
  }
}
