// What an operation's key or its button does to components. Most need no more than these; some ask for something first.
import type { Laboratory } from "../app/laboratory";
import type { Point } from "../store/page";
import { positionsOf } from "./aim";
import { heldBy, heldThere } from "./holding";
import { offered, unfit } from "./offers/context";
import { scale, steer } from "./operations";
import type { OperationInfo, Problem, State, Way } from "./records";
import { NO_PROMPT, NOT_READY, NOTHING_SELECTED } from "./refusals";
import { scaledThere } from "./scaling";
import { released } from "./toggle";

type Bench = Pick<Laboratory, "lab" | "page" | "acts" | "set">;

/** Does it, or opens what it asks for at a place on the page. */
export function press(bench: Bench, info: OperationInfo, components: readonly string[], at: Point): void {
  const { lab, page, acts } = bench;
  const { state } = lab.getState();
  const problem = state ? refusal(state, info, components) : NOT_READY;
  const [first] = info.choices;
  const asking = ASKING[info.op];
  if (!state || problem) void acts.refuse(problem ?? NOT_READY);
  else if (asking) asking({ ...bench, state, components, at });
  else if (first) void acts.toggle(first, components);
  else page.setState({ menu: { ...at, op: info.op } });
}

function refusal(state: State, info: OperationInfo, components: readonly string[]): Problem | null {
  if (info.targets.length === 0) return null;
  if (components.length === 0) return NOTHING_SELECTED;
  const from = offered(state, { brush: [] }, components);
  const what = from && unfit(from, info);
  if (!what) return null;
  return { code: "wrong_kind", what, subject: components[0] ?? null, advice: "Select another component." };
}

interface Asking extends Bench {
  readonly state: State;
  readonly components: readonly string[];
  readonly at: Point;
}

const ASKING: Readonly<Record<string, (asking: Asking) => void>> = {
  scale: scaling,
  steer: steering,
  knockout: choosing,
};

/** Scales as it was scaled last and shows the slider; what is scaled already only gets the slider. */
function scaling({ state, page, acts, set, components, at }: Asking): void {
  const { lastFactor, brush } = page.getState();
  set({ selection: components, slider: at });
  if (scaledThere(state, components, positionsOf(state, { brush }))) return;
  void acts.toggle({ label: "scale", operation: scale(lastFactor) }, components).then((problem) => {
    if (problem) set({ slider: null });
  });
}

/** Lets go of what steers there, however strongly. Else adds the direction used last, or the newest; without any,
 * one has to be made first. */
function steering({ state, page, acts, set, components }: Asking): void {
  const { lastDirection, lastUsed, brush } = page.getState();
  if (heldBy(state, { brush }, components, "steer")) {
    const there = components.flatMap((component) => heldThere(state, { brush }, component));
    const steers = there.filter(({ operation }) => operation.op === "steer");
    void acts.make(released(state, components, steers));
    return;
  }
  const known = state.directions.find(({ name }) => name === lastDirection) ?? state.directions.at(-1);
  if (!known) {
    set({ dialog: "direction" });
    return;
  }
  const again = lastUsed?.operation.op === "steer" && lastUsed.operation.direction === known.name;
  const way: Way = again ? lastUsed : { label: `add ${known.name}`, operation: steer(known.name) };
  void acts.toggle(way, components);
}

/** The token that attention is knocked out to is chosen from a menu. */
function choosing({ state, acts, set, components, at }: Asking): void {
  if (!state.clean) void acts.refuse(NO_PROMPT);
  else set({ selection: components, menu: { ...at, op: "knockout" } });
}
