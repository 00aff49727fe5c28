// What stands below a view that leaves: of what it is, and the conditions of its numbers. Pure.
import type { Intervention, Prompt, Stamp } from "../protocol/gen";
import { visibleText } from "../tokens/visibleText";
import { isStamp, stampLine } from "./stampLine";

/** What of a laboratory's state is told. */
export interface Setting {
  readonly model: { readonly name: string } | null;
  readonly clean: Spoken | null;
  readonly counterfactuals: readonly Spoken[];
  readonly interventions: readonly Pick<Intervention, "enabled" | "status" | "code">[];
}

type Spoken = Pick<Prompt, "name"> & { readonly tokens: readonly { readonly text: string }[] };

/** Of a view's answer; empty where that does not say what it was computed with. */
export function captionOf(data: object, state: Setting): string {
  if (!("stamp" in data) || !isStamp(data.stamp)) return "";
  const { stamp } = data;
  const prompt = [state.clean, ...state.counterfactuals].find((each) => each?.name === stamp.prompt);
  const said = stampLine(
    stamp,
    promptWords(stamp, prompt),
    stamp.interventions === "live" ? inForce(state) : [],
  );
  return [state.model?.name, said].filter(Boolean).join(" · ");
}

const LONGEST = 80;

/** Its name, and its text in a line; of a set of prompts there is the name alone. */
function promptWords({ prompt }: Stamp, found: Spoken | null | undefined): string {
  const text = (found?.tokens ?? []).map((token) => token.text).join("");
  return text === "" ? prompt : `${prompt}: ${visibleText(text, LONGEST)}`;
}

const MOST = 6;

/** The lines of the interventions that act, the first of them where there are many. */
function inForce({ interventions }: Setting): string[] {
  const acting = interventions.filter(({ enabled, status }) => enabled && status.state !== "inactive");
  const lines = acting.map(({ code }) => code.replace(/^lab\./, ""));
  const more = lines.length - MOST;
  return more > 0 ? [...lines.slice(0, MOST), `and ${more} more`] : lines;
}
