// Whether there is a kernel that an experiment could be started in. Pure.
import type { Problem } from "../acts/records";
import type { LabState } from "../store/lab";

type Heard = Pick<LabState, "connection" | "live" | "kernel">;

/** Why nothing can be started now; null where a kernel listens. The way out stands in the banner. */
export function away({ connection, live, kernel }: Heard): Problem | null {
  if (connection !== "open") return said("The page is not connected to the server.");
  if (kernel.status === "dead" || kernel.status === "disconnected") return said("The kernel is dead.");
  if (kernel.status === "restarting") return said("The kernel restarts.");
  return live ? null : said("The kernel is starting.");
}

function said(what: string): Problem {
  return {
    code: "away",
    what: `${what} Experiments can be started when it is back.`,
    subject: null,
    advice: null,
  };
}
