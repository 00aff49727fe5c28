import { type Prediction, PredictionBars, TokenText } from "@trafolab/viz";
import { Maximize2, Minimize2 } from "lucide-react";
import { useState } from "react";
import { inForce } from "../../acts/answers";
import { measuring, type Role } from "../../acts/measure";
import { OWN_DISTRACTOR } from "../../acts/refusals";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { useByText } from "../../app/useByText";
import { useReadPosition } from "../../app/useReadPosition";
import { useFailure, useView } from "../../app/useView";
import { codeFor } from "../../code/codeFor";
import { PLAIN_MEANS } from "../../model/words";
import { CodeLine } from "../../ui/CodeLine";
import { Empty } from "../../ui/Empty";
import { IconButton } from "../../ui/IconButton";

const SHOWN = 10;

/** What comes next after the token that is read, under the interventions and without them; a row can be measured. */
export function PredictionsPanel() {
  const { set } = useLaboratory();
  const whole = usePage((page) => page.maximised === "predictions");
  const { asked, index } = useReadPosition();
  const params = { position: asked, k: SHOWN };
  const seen = useView("predictions", params);
  const failure = useFailure("predictions", params);
  const token = useLab((lab) => lab.state?.clean?.tokens[index]?.text ?? null);
  return (
    <section
      className="predictions"
      aria-label="Predictions"
      data-pane="predictions"
      data-maximised={whole ? "" : undefined}
      data-late={seen?.late ? "" : undefined}
    >
      <header className="panel-head">
        <h2>
          Predictions{" "}
          {token !== null && (
            <>
              after{" "}
              <span className="mono">
                <TokenText text={token} />
              </span>{" "}
              <small>({index})</small>
            </>
          )}
        </h2>
        <span className="panel-tools">
          <small className="clip" title={`Plain: ${PLAIN_MEANS}`}>
            filled: live, dashed: plain
          </small>
          <IconButton
            label={whole ? "Restore the panes" : "Maximise the predictions"}
            icon={whole ? <Minimize2 size={14} /> : <Maximize2 size={14} />}
            onClick={() => set({ maximised: whole ? null : "predictions" })}
          />
        </span>
      </header>
      {failure !== null && <p className="note-warn">{failure}</p>}
      {seen && <Measurable rows={seen.data.rows} largest={seen.data.n_largest} position={asked} />}
      {!seen && failure === null && <Empty title="No run yet." />}
    </section>
  );
}

interface Pointed {
  readonly row: Prediction;
  readonly role: Role;
}

interface MeasurableProps {
  readonly rows: readonly Prediction[];
  readonly largest: number;
  readonly position: number;
}

/** The rows, with the line that measures the one pointed at, or else what is measured. */
function Measurable({ rows, largest, position }: MeasurableProps) {
  const { acts } = useLaboratory();
  const metric = useLab((lab) => lab.state?.metric ?? null);
  const byText = useByText();
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const act = ({ row, role }: Pointed) => measuring(metric, row, role, { position, byText });
  const chosen = metric && !metric.automatic ? inForce(metric, byText) : null;
  const shown = pointed ? act(pointed) : chosen;
  const pick = (row: Prediction, against: boolean) => {
    const action = act({ row, role: roleOf(against) });
    void (action ? acts.make(action) : acts.refuse(OWN_DISTRACTOR));
  };
  return (
    <>
      <div className="panel-scroll">
        <PredictionBars
          rows={rows}
          largest={largest}
          onSelect={pick}
          onPoint={(row, against) => setPointed(row && { row, role: roleOf(against) })}
        />
      </div>
      <footer className="panel-foot">
        {shown ? (
          <CodeLine code={codeFor(shown)} />
        ) : (
          <small className="clip">
            Click: the answer. <kbd>Shift</kbd> click: what it is measured against.
          </small>
        )}
      </footer>
    </>
  );
}

function roleOf(against: boolean): Role {
  return against ? "distractor" : "answer";
}
