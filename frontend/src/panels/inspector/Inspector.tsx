import { useLab, usePage } from "../../app/context";
import { Pane } from "../../app/Pane";
import { findComponent, spoken } from "../../model/components";
import { Empty } from "../../ui/Empty";
import { PresetButtons } from "../experiments/PresetButtons";
import { ActionBar } from "./ActionBar";
import { ComponentFacts } from "./ComponentFacts";
import { ComponentStatus } from "./ComponentStatus";
import { HeadTabs } from "./HeadTabs";

/** One component up close: what it does here, and what can be done to it. */
export function Inspector() {
  const selection = usePage((page) => page.selection);
  const name = selection.at(-1);
  const structure = useLab((lab) => lab.state?.model?.structure);
  const component = findComponent(structure, name);
  return (
    <Pane name="inspector" title={<Title names={selection} />}>
      {component ? (
        <div className="inspector">
          <div className="inspector-view">
            <p className="dim">{spoken(component)}</p>
            {component.kind === "head" && <HeadTabs head={component} />}
            <ComponentFacts component={component} />
          </div>
          <div className="inspector-acts">
            <ComponentStatus component={component.name} />
            <ActionBar components={selection} kind={component.kind} />
          </div>
        </div>
      ) : (
        <Guidance missing={name} />
      )}
    </Pane>
  );
}

function Title({ names }: { names: readonly string[] }) {
  const last = names.at(-1);
  if (last === undefined) return "Inspector";
  return (
    <>
      <span className="mono">{last}</span>
      {names.length > 1 && (
        <span className="count" title={names.join(", ")}>
          {names.length} selected
        </span>
      )}
    </>
  );
}

function Guidance({ missing }: { missing: string | undefined }) {
  if (missing !== undefined)
    return <Empty title={`This model has no ${missing}.`}>Select another component.</Empty>;
  return (
    <Empty title="Select a component on the map.">
      <p>
        Click a head, or walk with <kbd>←</kbd> <kbd>→</kbd> <kbd>↑</kbd> <kbd>↓</kbd>. <kbd>Shift</kbd>{" "}
        gathers several; what you press then acts on all of them.
      </p>
      <p>
        <kbd>?</kbd> shows all keys.
      </p>
      <p>Or ask which part matters:</p>
      <PresetButtons />
    </Empty>
  );
}
