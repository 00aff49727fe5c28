import { TokenText } from "@trafolab/viz";
import { useMemo, useState } from "react";
import type { OperationChoice } from "../../acts/records";
import { heldThere, toggled } from "../../acts/toggle";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { useReadPosition } from "../../app/useReadPosition";
import { type Action, codeFor } from "../../code/codeFor";
import type { Kind } from "../../model/components";
import { CodeLine } from "../../ui/CodeLine";
import { OperationButton } from "./OperationButton";

interface ActionBarProps {
  readonly components: readonly string[];
  readonly kind: Kind;
}

/** What can be done to the selection, straight from the kernel's table of operations. */
export function ActionBar({ components, kind }: ActionBarProps) {
  const state = useLab((lab) => lab.state);
  const actOn = usePage((page) => page.actOn);
  const position = usePage((page) => page.position);
  const lastUsed = usePage((page) => page.lastUsed);
  const held = useMemo(
    () => (state ? components.filter((name) => heldThere(state, { actOn, position }, name).length > 0) : []),
    [state, components, actOn, position],
  );
  const [pointed, setPointed] = useState<OperationChoice | null>(null);
  if (!state) return null;
  const offered = state.operations.filter(({ targets }) => targets.includes(kind));
  const page = { actOn, position };
  const choices = offered.flatMap((info) => info.choices);
  const usual = choices.find((choice) => sameChoice(choice, lastUsed)) ?? choices[0];
  const pressed = pointed ?? (held.length > 0 ? null : usual);
  const action = pressed ? toggled(state, page, pressed, components) : releaseOf(held);
  if (offered.length === 0) {
    return <p className="dim">{`Nothing can be done to this kind of component (${kind}) yet.`}</p>;
  }
  return (
    <div className="action-bar">
      <div className="buttons">
        {offered.map((info) => (
          <OperationButton key={info.op} info={info} components={components} onPoint={setPointed} />
        ))}
      </div>
      <PositionChoice />
      {action && <CodeLine code={codeFor(action, state.operations)} />}
    </div>
  );
}

function sameChoice(one: OperationChoice, other: OperationChoice | null): boolean {
  return JSON.stringify(one.operation) === JSON.stringify(other?.operation);
}

/** The act that lets go of what is held. */
function releaseOf(held: readonly string[]): Action {
  return { kind: "release", ids: [], targets: [...held] };
}

function PositionChoice() {
  const { set } = useLaboratory();
  const actOn = usePage((page) => page.actOn);
  const { index } = useReadPosition();
  const token = useLab((lab) => lab.state?.clean?.tokens[index]?.text ?? "");
  return (
    <fieldset className="segments">
      <legend>positions</legend>
      <button type="button" aria-pressed={actOn === "all"} onClick={() => set({ actOn: "all" })}>
        all
      </button>
      <button type="button" aria-pressed={actOn === "selected"} onClick={() => set({ actOn: "selected" })}>
        only{" "}
        <span className="mono">
          <TokenText text={token} />
        </span>{" "}
        ({index})
      </button>
    </fieldset>
  );
}
