// Operations with what goes without saying filled in.
import type { Of, Part } from "./records";

export function ablate(mode: Of<"ablate">["mode"]): Of<"ablate"> {
  return { op: "ablate", mode, draws: 8, seed: 0, by_position: false, src: [], tokens: [] };
}

/** Freezes what is usual for the target where no part is named. */
export function freeze(what: Part | null = null): Of<"freeze"> {
  return { op: "freeze", what };
}

export const PATCH: Of<"patch"> = { op: "patch", subspace: null, src: [], tokens: [] };

export function scale(factor: number): Of<"scale"> {
  return { op: "scale", factor };
}

export function steer(direction: string, change: Partial<Of<"steer">> = {}): Of<"steer"> {
  return { op: "steer", direction, how: "add", strength: 1, unit: "direction", on: "all", ...change };
}

/** Knocks out attention to the positions `src`; the act's own positions are those that attend. */
export function knockout(src: readonly number[]): Of<"knockout"> {
  return { op: "knockout", src: [...src], tokens: [] };
}

export function keep(mode: Of<"keep">["mode"]): Of<"keep"> {
  return { op: "keep", mode, draws: 8, seed: 0 };
}
