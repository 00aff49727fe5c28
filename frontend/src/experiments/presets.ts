// What a person does first, by one click. Pure.
import type { SweepKind } from "@trafolab/viz";
import { EDGES } from "./starting";

const PRESETS: readonly {
  readonly label: string;
  readonly what: string;
  readonly byPosition: boolean;
}[] = [
  { label: "Patch every layer × position", what: "resid_pre", byPosition: true },
  { label: "Patch every head", what: "z", byPosition: false },
  { label: "Patch every head × position", what: "z", byPosition: true },
  { label: "Find a circuit of edges", what: EDGES, byPosition: false },
];

/** One of them, and why it can't be had now; null where it can. */
export interface Preset {
  readonly label: string;
  readonly what: string;
  readonly byPosition: boolean;
  readonly reason: string | null;
}

/** All of them: what can't be had says why. */
export function presetsFor(sweeps: readonly SweepKind[]): Preset[] {
  const places = new Set([EDGES, ...sweeps.map(({ name }) => name)]);
  const reason = "This model has no such places.";
  return PRESETS.map((preset) => ({ ...preset, reason: places.has(preset.what) ? null : reason }));
}
