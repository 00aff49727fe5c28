import { Popover } from "radix-ui";
import type { ReactNode } from "react";
import { useLab } from "../../app/context";
import { type Component, spoken } from "../../model/components";
import { factsOf } from "../../model/facts";
import { PopoverBox } from "../../ui/PopoverBox";

/** A component's name; a press tells what it is and how it is built. */
export function ComponentFacts({ component }: { component: Component }) {
  const structure = useLab((lab) => lab.state?.model?.structure);
  if (!structure) return <span className="mono">{component.name}</span>;
  return (
    <Popover.Root>
      <Popover.Trigger className="subject-name mono" title={`${spoken(component)}: what it is built of`}>
        {component.name}
      </Popover.Trigger>
      <PopoverBox className="form" align="start" label={`About ${component.name}`}>
        <h3>{spoken(component)}</h3>
        <dl className="facts">
          {factsOf(component, structure).map(([name, value]) => (
            <Fact key={name} name={name}>
              {value}
            </Fact>
          ))}
        </dl>
      </PopoverBox>
    </Popover.Root>
  );
}

/** One thing that is known, under its name. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
