import type { Findings } from "@trafolab/viz";
import { Popover } from "radix-ui";
import { useLab } from "../../app/context";
import { DELTA_MEANS } from "../../model/words";
import { ReloadModel } from "../../ui/ReloadModel";

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
      <Popover.Portal>
        <Popover.Content
          className="popover"
          aria-label="What your code changed"
          align="end"
          sideOffset={6}
          collisionPadding={8}
        >
          <Everything findings={findings} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function summary({ hooks, weights, moving, flags }: Findings): string {
  if (moving) return "weights moving";
  return [counted(hooks.length, "hook"), counted(weights.length, "weight"), counted(flags.length, "flag")]
    .filter(Boolean)
    .join(", ");
}

/** The same in the signs that the map has for it, where the bar is narrow. */
function signs({ hooks, weights, moving, flags }: Findings): string {
  if (moving) return "Δ …";
  const parts: [string, number][] = [
    ["‹/›", hooks.length],
    ["Δ", weights.length],
    ["⚑", flags.length],
  ];
  return parts.flatMap(([sign, n]) => (n === 0 ? [] : [`${sign} ${n}`])).join("  ");
}

function counted(n: number, noun: string): string {
  return n === 0 ? "" : `${n} ${noun}${n === 1 ? "" : "s"}`;
}

function Everything({ findings: { hooks, weights, moving, flags } }: { findings: Findings }) {
  return (
    <div className="findings">
      <p>What your code changed on the model</p>
      {moving && (
        <p className="note-warn">Weights change right now: numbers may be read half-way through a step.</p>
      )}
      <ul>
        {hooks.map(({ component, hook, name, direction }) => (
          <li key={`${hook} ${name} ${direction}`}>
            hook <code>{name}</code> at <code>{hook}</code> <small>{component}</small>
          </li>
        ))}
        {weights.map(({ component, tensor, delta_norm }) => (
          <li key={tensor + component}>
            weights <code>{tensor}</code> <small>{component}</small>
            {delta_norm !== null && <span title={DELTA_MEANS}>{` |Δ| ${delta_norm.toPrecision(3)}`}</span>}
          </li>
        ))}
        {flags.map((flag) => (
          <li key={flag}>
            flag <code>{flag}</code>
          </li>
        ))}
      </ul>
      <ReloadModel />
    </div>
  );
}
