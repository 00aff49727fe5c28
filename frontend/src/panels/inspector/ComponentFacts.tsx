import type { ReactNode } from "react";
import { useLab } from "../../app/context";
import type { Component } from "../../model/components";
import { factsOf } from "../../model/facts";
import { DELTA_MEANS } from "../../model/words";
import { ReloadModel } from "../../ui/ReloadModel";

/** What is known of a component beside its numbers: its build, your hooks on it, its changed weights. */
export function ComponentFacts({ component }: { component: Component }) {
  const state = useLab((lab) => lab.state);
  if (!state?.model) return null;
  const hooks = state.findings.hooks.filter((hook) => hook.component === component.name);
  const weights = state.findings.weights.filter((weight) => weight.component === component.name);
  return (
    <>
      <dl className="facts">
        {factsOf(component, state.model.structure).map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
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
      {hooks.length + weights.length > 0 && <ReloadModel />}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
