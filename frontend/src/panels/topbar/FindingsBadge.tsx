import type { Findings } from "@trafolab/viz";
import { Popover } from "radix-ui";
import { useLab } from "../../app/context";
import { CodeLine } from "../../ui/CodeLine";
import { focusWhole } from "../../ui/focusWhole";
import { PopoverBox } from "../../ui/PopoverBox";
import { ReloadModel } from "../../ui/ReloadModel";
import { ChangedWeights } from "./ChangedWeights";
import { resetHooks, signs, summary } from "./findingsWords";

/** What a person's own code changed on the model, beside the interventions; nothing while it changed nothing. */
export function FindingsBadge() {
  const findings = useLab((lab) => lab.state?.findings ?? null);
  const words = findings && summary(findings);
  if (!findings || words === null || words === "") return null;
  return (
    <Popover.Root>
      <Popover.Trigger className="badge" data-tone="warn" title={words}>
        <span className="wide">{words}</span>
        <span className="narrow" aria-hidden="true">
          {signs(findings)}
        </span>
      </Popover.Trigger>
      <PopoverBox
        className="findings-popover"
        label="What your code changed"
        align="end"
        onOpenAutoFocus={focusWhole}
      >
        <Everything findings={findings} />
      </PopoverBox>
    </Popover.Root>
  );
}

function Everything({ findings }: { findings: Findings }) {
  return (
    <div className="findings">
      <p>What your code changed on the model</p>
      {findings.moving && (
        <p className="note-warn">Weights change right now: numbers may be read half-way through a step.</p>
      )}
      <Hooks hooks={findings.hooks} />
      <ChangedWeights weights={findings.weights} />
      <Flags flags={findings.flags} />
      <ReloadModel />
    </div>
  );
}

function Hooks({ hooks }: Pick<Findings, "hooks">) {
  if (hooks.length === 0) return null;
  return (
    <section>
      <h3>Hooks</h3>
      <ul>
        {hooks.map(({ component, hook, name, direction, permanent }) => (
          <li key={`${hook} ${name} ${direction}`}>
            <code>{name}</code> at <code>{hook}</code>{" "}
            <small>
              {[component, direction === "bwd" ? "backward" : "", permanent ? "permanent" : ""]
                .filter(Boolean)
                .join(", ")}
            </small>
          </li>
        ))}
      </ul>
      <small>This takes all of them off:</small>
      <CodeLine code={resetHooks(hooks)} />
    </section>
  );
}

function Flags({ flags }: Pick<Findings, "flags">) {
  if (flags.length === 0) return null;
  return (
    <section>
      <h3>Flags</h3>
      <ul>
        {flags.map((flag) => (
          <li key={flag}>
            <code>{flag}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
