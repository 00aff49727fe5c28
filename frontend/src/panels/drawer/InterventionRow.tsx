import { type Intervention, type OperationInfo, plainText, visibleText } from "@trafolab/viz";
import { X } from "lucide-react";
import { Switch } from "radix-ui";
import { useLaboratory } from "../../app/context";
import { indexOf } from "../../model/marks";
import { DELTA_MEANS, describe, proofOf } from "../../model/words";
import { CopyButton } from "../../ui/CodeLine";
import { IconButton } from "../../ui/IconButton";

interface InterventionRowProps {
  readonly intervention: Intervention;
  readonly operations: readonly OperationInfo[];
}

/** One intervention: what, where, from what, and the proof that it acts or the reason why not. */
export function InterventionRow({ intervention, operations }: InterventionRowProps) {
  const { acts } = useLaboratory();
  const { id, enabled, status, operation, code } = intervention;
  const glyph = operations.find((info) => info.op === operation.op)?.glyph ?? "•";
  const why = status.reason ?? status.note;
  const amber = enabled && (status.state === "inactive" || status.state === "error" || why !== null);
  return (
    <li className="row" data-state={enabled ? status.state : "off"}>
      <Switch.Root
        className="switch"
        checked={enabled}
        aria-label={`${enabled ? "Switch off" : "Switch on"}: ${code}`}
        onCheckedChange={(on) => void acts.make({ kind: "set_enabled", id, enabled: on })}
      >
        <Switch.Thumb />
      </Switch.Root>
      <span className="glyph" data-op={operation.op} data-amber={amber ? "" : undefined} aria-hidden="true">
        {amber ? "!" : glyph}
      </span>
      <Targets intervention={intervention} />
      <span className="row-what">
        {describe(intervention)}
        {why !== null && <em className="note-warn">{plainText(why)}</em>}
      </span>
      <small className="row-proof" title={DELTA_MEANS}>
        {enabled ? proofOf(status) : "switched off"}
      </small>
      <CopyButton text={code} label={`Copy ${code}`} />
      <IconButton
        label={`Release ${intervention.targets.join(", ")}`}
        code={`lab.release(${JSON.stringify(intervention.targets[0] ?? "")})`}
        icon={<X size={14} />}
        onClick={() => void acts.release([intervention])}
      />
    </li>
  );
}

function Targets({ intervention }: { intervention: Intervention }) {
  const { lab, set } = useLaboratory();
  const select = () => {
    const structure = lab.getState().state?.model?.structure;
    if (structure) set({ selection: intervention.targets.flatMap(indexOf(structure)) });
  };
  return (
    <button type="button" className="link mono clip" onClick={select} title="Select on the map">
      {intervention.targets.map((target) => visibleText(target)).join(", ")}
    </button>
  );
}
