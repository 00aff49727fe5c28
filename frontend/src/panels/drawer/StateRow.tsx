import type { SavedState } from "@trafolab/viz";
import { ArrowLeftRight, CornerDownLeft } from "lucide-react";
import { useLaboratory } from "../../app/context";
import { codeFor } from "../../code/codeFor";
import { IconButton } from "../../ui/IconButton";
import { signed } from "../../ui/numbers";
import { NamedButtons } from "./NamedButtons";
import { held, measured, promptText } from "./stateWords";

interface StateRowProps {
  readonly saved: SavedState;
  readonly ticked: boolean;
  readonly onTick: (name: string, on: boolean) => void;
}

/** One saved state: what it is, and what can be done with it. */
export function StateRow({ saved, ticked, onTick }: StateRowProps) {
  const { name, core, metric } = saved;
  const prompt = promptText(core.clean);
  return (
    <li className="row" data-saved={name}>
      <input
        type="checkbox"
        checked={ticked}
        aria-label={`Choose ${name} for comparison`}
        onChange={(event) => onTick(name, event.target.checked)}
      />
      <b className="clip" title={name}>
        {name}
      </b>
      <span className="clip mono dim" title={prompt}>
        <bdi>{prompt}</bdi>
      </span>
      <small title={core.interventions.map(({ code }) => code).join("\n") || undefined}>{held(core)}</small>
      <small className="clip" title={`What it measured when it was saved: ${measured(core.metric)}`}>
        {measured(core.metric)} {metric !== null && <b>{signed(metric)}</b>}
      </small>
      <RowButtons name={name} />
    </li>
  );
}

function RowButtons({ name }: { name: string }) {
  const { acts, set } = useLaboratory();
  const load = { kind: "load_state", name } as const;
  return (
    <NamedButtons what="saved" name={name} code={codeFor(load)}>
      <IconButton
        label={`Go to ${name}`}
        code={codeFor(load)}
        icon={<CornerDownLeft size={14} />}
        onClick={() => void acts.make(load)}
      />
      <IconButton
        label={`Compare ${name} with now`}
        icon={<ArrowLeftRight size={14} />}
        onClick={() => set({ compare: { a: name, b: "now" } })}
      />
    </NamedButtons>
  );
}
