import type { Subject } from "@trafolab/viz";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { Pane } from "../../app/Pane";
import { type Component, findComponent } from "../../model/components";
import { Empty } from "../../ui/Empty";
import { PresetButtons } from "../experiments/PresetButtons";
import { ActionBar } from "./ActionBar";
import { ComponentFacts } from "./ComponentFacts";
import { ComponentFindings } from "./ComponentFindings";
import { ComponentStatus } from "./ComponentStatus";
import { HeadBadges } from "./HeadBadges";
import { SubjectChoice } from "./SubjectChoice";
import { SubjectViews } from "./SubjectViews";
import { useAim } from "./useAim";

/** What is selected up close, or the prompt, or the model: the views of it, and what can be done to it. */
export function Inspector() {
  const selection = usePage((page) => page.selection);
  const at = usePage((page) => page.looking.at);
  return (
    <Pane
      name="inspector"
      title={<Title names={selection} />}
      notes={at === "selection" && <Kinds name={selection.at(-1)} />}
      tools={<SubjectChoice />}
    >
      {at === "selection" ? <Selected names={selection} /> : <Whole subject={at} />}
    </Pane>
  );
}

function Selected({ names }: { names: readonly string[] }) {
  const structure = useLab((lab) => lab.state?.model?.structure);
  const component = findComponent(structure, names.at(-1));
  if (!component) return <Guidance missing={names.at(-1)} />;
  return (
    <div className="inspector">
      <ComponentViews component={component} />
      <div className="inspector-acts">
        <ComponentFindings component={component.name} />
        <ComponentStatus component={component.name} />
        <ActionBar components={names} kind={component.kind} />
      </div>
    </div>
  );
}

function ComponentViews({ component }: { component: Component }) {
  return <SubjectViews subject={component.kind} component={component} aim={useAim(component)} />;
}

/** What is there whatever is selected. */
function Whole({ subject }: { subject: Extract<Subject, "prompt" | "model"> }) {
  return (
    <div className="inspector">
      <SubjectViews subject={subject} component={null} aim={useAim(null)} />
    </div>
  );
}

function Title({ names }: { names: readonly string[] }) {
  const at = usePage((page) => page.looking.at);
  const structure = useLab((lab) => lab.state?.model?.structure);
  const last = names.at(-1);
  const component = findComponent(structure, last);
  if (at !== "selection") return at === "prompt" ? "Prompt" : "Model";
  if (last === undefined) return <span className="clip">Inspector</span>;
  return (
    <>
      {component ? <ComponentFacts component={component} /> : <span className="mono">{last}</span>}
      {names.length > 1 && (
        <span className="count" title={names.join(", ")}>
          {names.length}
          <span className="visually-hidden"> selected</span>
        </span>
      )}
    </>
  );
}

/** Of a head alone; nothing is asked for anything else. */
function Kinds({ name }: { name: string | undefined }) {
  const structure = useLab((lab) => lab.state?.model?.structure);
  const component = findComponent(structure, name);
  return component?.kind === "head" ? <HeadBadges head={component.name} /> : null;
}

function Guidance({ missing }: { missing: string | undefined }) {
  const { set, page } = useLaboratory();
  if (missing !== undefined)
    return <Empty title={`This model has no ${missing}.`}>Select another component.</Empty>;
  return (
    <Empty title="Select a component on the map.">
      <p>
        Click a head, or walk with <kbd>←</kbd> <kbd>→</kbd> <kbd>↑</kbd> <kbd>↓</kbd>. <kbd>Shift</kbd>{" "}
        gathers several; what you press then acts on all of them.
      </p>
      <p>
        <button
          type="button"
          className="link"
          onClick={() => set({ looking: { ...page.getState().looking, at: "prompt" } })}
        >
          Look at the whole prompt
        </button>{" "}
        with all layers side by side.
      </p>
      <p>
        <kbd>?</kbd> shows all keys.
      </p>
      <p>Or ask which part matters:</p>
      <PresetButtons />
    </Empty>
  );
}
