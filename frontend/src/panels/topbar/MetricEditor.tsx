import type { Metric } from "@trafolab/viz";
import { type FormEvent, useState } from "react";
import { useLab, useLaboratory } from "../../app/context";
import { useByText } from "../../app/useByText";
import { type Action, codeFor } from "../../code/codeFor";
import { CodeLine } from "../../ui/CodeLine";
import { TokenField } from "./TokenField";

type Kind = Metric["kind"];

const KINDS: readonly (readonly [Kind, string])[] = [
  ["logit_diff", "logit difference"],
  ["logprob", "log-probability"],
  ["prob", "probability"],
  ["rank", "rank"],
];

/** Chooses what is measured. */
export function MetricEditor({ close }: { close: () => void }) {
  const { acts } = useLaboratory();
  const metric = useLab((lab) => lab.state?.metric ?? null);
  const [kind, setKind] = useState<Kind>(metric?.kind ?? "logit_diff");
  const [answer, setAnswer] = useState(metric?.answer.text ?? "");
  const [distractor, setDistractor] = useState(metric?.distractor?.text ?? "");
  const byText = useByText();
  const token = (given: string) => (byText ? given : Number(given));
  const action: Action = {
    kind: "set_metric",
    metric_kind: kind,
    answer: token(answer),
    distractor: kind === "logit_diff" ? token(distractor) : null,
    position: metric?.position ?? -1,
  };
  const ready = answer !== "" && (kind !== "logit_diff" || distractor !== "");
  const choose = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    void acts.make(action);
    close();
  };
  return (
    <form className="form" onSubmit={choose}>
      <KindChoice kind={kind} onChange={setKind} />
      <TokenField name="Answer" value={answer} onChange={setAnswer} />
      {kind === "logit_diff" && <TokenField name="Against" value={distractor} onChange={setDistractor} />}
      <small>{byText ? "Single tokens, with their leading space if they have one." : "Ids of tokens."}</small>
      <CodeLine code={codeFor(action)} />
      <div className="form-row">
        <button type="submit" className="button primary" disabled={!ready}>
          Measure this
        </button>
        <button type="button" className="button" onClick={() => automatic(acts.make, close)}>
          Choose automatically
        </button>
      </div>
    </form>
  );
}

function KindChoice({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }) {
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">Kind of metric</legend>
      {KINDS.map(([value, label]) => (
        <button key={value} type="button" aria-pressed={value === kind} onClick={() => onChange(value)}>
          {label}
        </button>
      ))}
    </fieldset>
  );
}

function automatic(make: (action: Action) => unknown, close: () => void): void {
  make({ kind: "set_metric", metric_kind: null, answer: null, distractor: null, position: -1 });
  close();
}
