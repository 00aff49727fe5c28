// Whether an intervention acts, as its row says it.
import type { Intervention } from "@trafolab/viz";
import { proofOf } from "./words";

export interface Standing {
  /** Something is not as it was meant. */
  readonly amber: boolean;
  /** That it acted, or what it waits for. */
  readonly proof: string;
  /** Why it does not act, or acts otherwise than meant. */
  readonly why: string | null;
}

/** What a row says beside the words of its intervention. */
export function standingOf(intervention: Intervention): Standing {
  const { enabled, status } = intervention;
  if (!enabled) return { amber: false, proof: "switched off", why: null };
  if (waits(intervention))
    return { amber: status.note !== null, proof: "waiting for generated tokens", why: status.note };
  const why = status.reason ?? status.note;
  return { amber: fails(intervention) || why !== null, proof: proofOf(status), why };
}

/** Whether it should act and does not. */
export function fails(intervention: Intervention): boolean {
  const { state } = intervention.status;
  return state === "error" || (state === "inactive" && !waits(intervention));
}

/** Whether it acts on generated tokens only and none have been generated, as in the page's own run. */
export function waits({ enabled, operation, status }: Intervention): boolean {
  const generates = operation.op === "steer" && operation.on === "generated";
  return enabled && generates && status.state === "inactive" && NONE_GENERATED.test(status.reason ?? "");
}

/** The kernel's reason; another one, such as of a prompt that is too short, is a failure. */
const NONE_GENERATED = /generated tokens only/;
