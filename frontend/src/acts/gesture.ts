// What belongs together for undo: one drag, or key presses that follow each other.
import { newGesture } from "./latest";

export interface Gesture {
  /** Its name; a new one where none was under way. */
  begin(): string;
  /** Ends it, unless it goes on within a second. */
  pause(): void;
  end(): void;
}

const REST_MS = 1000;

/** The gestures of one control. */
export function createGesture(): Gesture {
  let name: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    clearTimeout(timer);
    name = null;
  };
  return {
    begin() {
      clearTimeout(timer);
      name ??= newGesture();
      return name;
    },
    pause() {
      clearTimeout(timer);
      timer = setTimeout(end, REST_MS);
    },
    end,
  };
}
