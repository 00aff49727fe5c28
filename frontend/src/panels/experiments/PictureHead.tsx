import { type Experiment, plainText } from "@trafolab/viz";
import { Pause, Play, Square } from "lucide-react";
import type { Problem } from "../../acts/records";
import { useLab, useLaboratory } from "../../app/context";
import { codeFor } from "../../code/codeFor";
import { hindersAgain } from "../../experiments/again";
import { changedSince } from "../../experiments/changedSince";
import { inForceThen } from "../../experiments/inForceThen";
import { figuresOf } from "../../experiments/reading";
import { starting } from "../../experiments/starting";
import { estimatedSaid, isUnderWay, STATUS_WORDS, timeLeft } from "../../experiments/statusWords";
import { IconButton } from "../../ui/IconButton";
import { grouped } from "../../ui/numbers";
import { TipButton } from "../../ui/TipButton";
import { ExperimentProgress } from "./ProgressBar";
import { useAway } from "./useAway";
import type { Found } from "./useExperiment";

/** What was done, in a sentence and in figures, and how far it is. */
export function PictureHead({ found }: { found: Found }) {
  const { experiment } = found;
  const { name, info, status } = experiment;
  const changed = useLab(({ state }) => (state && info ? changedSince(state, experiment) : null));
  return (
    <header className="picture-head">
      <div className="picture-title">
        <div>
          <h3 className="clip">{name}</h3>
          {info && <span className="dim">{info.sentence}</span>}
          {info && <small className="mono">{figuresOf(info)}</small>}
          {!isUnderWay(status) && <small>{STATUS_WORDS[status]}</small>}
        </div>
        {isUnderWay(status) && <UnderWay found={found} />}
      </div>
      {changed !== null && (
        <p className="note-warn">
          {changed} <RunAgain experiment={experiment} />
        </p>
      )}
      <Under experiment={experiment} />
      {info?.whole != null && <small>Whole passes: {info.whole}</small>}
    </header>
  );
}

/** The interventions that it ran under, and whether they are those of now. */
function Under({ experiment }: { experiment: Experiment }) {
  const interventions = useLab(({ state }) => state?.interventions ?? NONE);
  const then = inForceThen(experiment, interventions);
  if (!then) return null;
  const names = then.names.length === 0 ? "no interventions" : then.names.join(", ");
  return (
    <small className="under" title={`It ran under ${names}`}>
      under: <span className="mono">{plainText(names)}</span>
      {then.differs !== null && <b> ({plainText(then.differs)})</b>}
    </small>
  );
}

const NONE: never[] = [];

/** Starts the same on what there is now. */
function RunAgain({ experiment: { spec, code } }: { experiment: Experiment }) {
  const { acts, set } = useLaboratory();
  const absent = useAway();
  const hindered = useLab(({ state }) => state && said(hindersAgain(state, spec)));
  const again = async () => {
    const action = starting(spec);
    const refused = await acts.make(action);
    if (!refused) set({ experiment: action.id, beside: null });
  };
  return (
    <TipButton
      reason={said(absent) ?? hindered}
      text="Starts the same on the prompts and the model of now"
      code={code}
      onClick={() => void again()}
    >
      Run again here
    </TipButton>
  );
}

/** A problem with its way out, in a line. */
function said(problem: Problem | null): string | null {
  return problem && [problem.what, problem.advice].filter(Boolean).join(" ");
}

/** Progress, time left, pause and stop. */
function UnderWay({ found: { experiment, secondsLeft, nCells } }: { found: Found }) {
  const { id, status, n_done, info } = experiment;
  const estimated = estimatedSaid(info);
  return (
    <span className="under-way" role="status">
      {status === "running" ? null : <small>{STATUS_WORDS[status]}</small>}
      <ExperimentProgress experiment={experiment} nCells={nCells} />
      <small className="row-proof">
        {estimated ?? `${grouped(n_done)}/${grouped(nCells)} ${timeLeft(secondsLeft)}`}
      </small>
      {status === "paused" ? <Control id={id} verb="resume" /> : <Control id={id} verb="pause" />}
      <Control id={id} verb="stop" />
    </span>
  );
}

const VERBS = {
  pause: { label: "Pause", icon: <Pause size={14} /> },
  resume: { label: "Go on", icon: <Play size={14} /> },
  stop: { label: "Stop, and keep the cells that there are", icon: <Square size={13} /> },
} as const;

function Control({ id, verb }: { id: Experiment["id"]; verb: keyof typeof VERBS }) {
  const { acts } = useLaboratory();
  const action = { kind: "control_experiment", id, verb } as const;
  return <IconButton {...VERBS[verb]} code={codeFor(action)} onClick={() => void acts.make(action)} />;
}
