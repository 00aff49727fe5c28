import { type Intervention, type OperationInfo, plainText, visibleText } from "@trafolab/viz";
import { GripVertical, X } from "lucide-react";
import { Switch } from "radix-ui";
import type { ComponentProps, KeyboardEvent } from "react";
import { useLaboratory } from "../../app/context";
import { codeFor } from "../../code/codeFor";
import { indexOf } from "../../model/marks";
import { standingOf } from "../../model/standing";
import { DELTA_MEANS, describe } from "../../model/words";
import { CopyButton } from "../../ui/CodeLine";
import { IconButton } from "../../ui/IconButton";
import { InterventionEditor } from "./InterventionEditor";

interface InterventionRowProps {
  readonly intervention: Intervention;
  readonly operations: readonly OperationInfo[];
  /** The component under whose name it stands: the row does not say it again. */
  readonly of?: string;
  /** What the grip does; absent where the order is not to be changed. */
  readonly grip?: ComponentProps<"button">;
  readonly drop?: "above" | "below" | null;
  /** Moves it by so many places. */
  readonly onStep?: (by: number) => void;
}

/** One intervention: what, where, from what, and the proof that it acts or the reason why not. */
export function InterventionRow(props: InterventionRowProps) {
  const { intervention, operations, of, grip, drop, onStep } = props;
  const { acts } = useLaboratory();
  const { id, enabled, status, operation, code } = intervention;
  const glyph = operations.find((info) => info.op === operation.op)?.glyph ?? "•";
  const { amber, proof, why } = standingOf(intervention);
  return (
    <li
      className="row"
      data-state={enabled ? status.state : "off"}
      data-drop={drop ?? undefined}
      onKeyDown={(event) => stepped(event, onStep)}
    >
      {grip && <Grip intervention={intervention} grip={grip} />}
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
      {intervention.targets.join() !== of && <Targets intervention={intervention} />}
      <span className="row-what">
        <InterventionEditor intervention={intervention}>{describe(intervention)}</InterventionEditor>
        {why !== null && (
          <em className={amber ? "note-warn" : "dim"} title={plainText(why)}>
            {plainText(why)}
          </em>
        )}
      </span>
      <small className="row-proof" title={of === undefined ? DELTA_MEANS : `${proof}. ${DELTA_MEANS}`}>
        {of === undefined ? proof : proof.replace(/^fired /, "")}
      </small>
      {of === undefined && <CopyButton text={code} label={`Copy ${code}`} />}
      <IconButton
        label={`Release ${intervention.targets.join(", ") || operation.op}`}
        code={codeFor({ kind: "release", ids: [id], targets: [] })}
        icon={<X size={14} />}
        onClick={() => void acts.release([intervention])}
      />
    </li>
  );
}

function Grip({ intervention, grip }: { intervention: Intervention; grip: ComponentProps<"button"> }) {
  return (
    <button
      type="button"
      className="grip"
      aria-label={`Move ${intervention.code}`}
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
      title="Drag, or Alt ↑ ↓: where two meet at one hook point, the later wins"
      {...grip}
    >
      <GripVertical size={13} aria-hidden="true" />
    </button>
  );
}

function stepped(event: KeyboardEvent, onStep: ((by: number) => void) | undefined): void {
  const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
  if (!onStep || !event.altKey || by === 0) return;
  event.preventDefault();
  onStep(by);
}

function Targets({ intervention }: { intervention: Intervention }) {
  const { lab, set } = useLaboratory();
  const { targets } = intervention;
  const select = () => {
    const structure = lab.getState().state?.model?.structure;
    if (structure) set({ selection: targets.flatMap(indexOf(structure)) });
  };
  if (targets.length === 0) return <span className="dim">whole model</span>;
  return (
    <button type="button" className="link mono clip" onClick={select} title="Select on the map">
      {targets.map((target) => visibleText(target)).join(", ")}
    </button>
  );
}
