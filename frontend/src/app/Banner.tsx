import type { ReactNode } from "react";
import type { Acts } from "../acts/acts";
import type { LabState } from "../store/lab";
import { useLab, useLaboratory, usePage } from "./context";
import { silent } from "./silent";

/** What stands between the person and a live model, in one line, with the way out. Nothing when all is well. */
export function Banner() {
  const { acts } = useLaboratory();
  const connection = useLab((lab) => lab.connection);
  const kernel = useLab((lab) => lab.kernel);
  const stale = useLab((lab) => lab.state !== null && !lab.live);
  const unanswered = usePage((page) => page.unanswered);
  const experiment = useLab(
    ({ state }) => state?.experiments.find(({ status }) => status === "running")?.name,
  );
  const said =
    wordsFor({ connection, kernel }, stale, acts) ??
    (unanswered ? unansweredBy(kernel.status === "busy", experiment ?? null) : null);
  if (!said) return null;
  return (
    <div className="banner" role="status" data-tone={said.tone}>
      {said.words}
    </div>
  );
}

interface Said {
  readonly tone: "quiet" | "warn" | "bad";
  readonly words: ReactNode;
}

function wordsFor(lab: Pick<LabState, "connection" | "kernel">, stale: boolean, acts: Acts): Said | null {
  if (lab.connection === "refused") return REFUSED;
  if (lab.connection === "lost") return LOST;
  if (lab.connection === "locked") return LOCKED;
  if (lab.kernel.status === "dead" || lab.kernel.status === "disconnected")
    return dead(lab.kernel.detail, acts);
  if (lab.kernel.status === "restarting") return RESTARTING;
  return stale ? STALE : null;
}

const REFUSED: Said = {
  tone: "bad",
  words: "This page and the server are of different versions. Reload the page.",
};

const LOST: Said = {
  tone: "warn",
  words:
    "The connection to the server is lost; the page tries again by itself. What you see is what was last known.",
};

const LOCKED: Said = {
  tone: "warn",
  words:
    "The server was started anew. Open the link that it printed (“Trafolab is ready: …”); this page then goes on.",
};

const RESTARTING: Said = {
  tone: "warn",
  words: "The kernel restarts. Its variables are gone; prompt and interventions come back by themselves.",
};

function unansweredBy(cell: boolean, experiment: string | null): Said {
  return { tone: "warn", words: silent(cell, experiment) };
}

const STALE: Said = {
  tone: "quiet",
  words: "The kernel is starting. This is the state as it was stored; its numbers follow.",
};

function dead(detail: string | null, acts: Acts): Said {
  return {
    tone: "bad",
    words: (
      <>
        <span>{detail ?? "The kernel is dead."} Prompt and interventions are kept.</span>
        <button type="button" className="button small" onClick={() => acts.kernel("restart")}>
          Start it again
        </button>
      </>
    ),
  };
}
