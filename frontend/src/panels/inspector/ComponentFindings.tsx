import { useLab } from "../../app/context";
import { DELTA_MEANS } from "../../model/words";
import { ReloadModel } from "../../ui/ReloadModel";
import { Fact } from "./ComponentFacts";

/** What a person's code did to a component: hooks on it, changed weights; nothing where it did nothing. */
export function ComponentFindings({ component }: { component: string }) {
  const findings = useLab((lab) => lab.state?.findings);
  const hooks = findings?.hooks.filter((hook) => hook.component === component) ?? [];
  const weights = findings?.weights.filter((weight) => weight.component === component) ?? [];
  if (hooks.length + weights.length === 0) return null;
  return (
    <div className="component-findings">
      <dl className="facts">
        {hooks.map(({ hook, name, direction, permanent }) => (
          <Fact key={`${hook} ${name} ${direction}`} name="Your hook ‹/›">
            <code>{name}</code> at <code>{hook}</code>
            {permanent && ", permanent"}
            {direction !== "fwd" && `, ${direction}`}
          </Fact>
        ))}
        {weights.map(({ tensor, delta_norm }) => (
          <Fact key={tensor} name="Changed weights Δ">
            <code>{tensor}</code>
            {delta_norm !== null && <span title={DELTA_MEANS}>{`, |Δ| ${delta_norm.toPrecision(3)}`}</span>}
          </Fact>
        ))}
      </dl>
      <ReloadModel />
    </div>
  );
}
