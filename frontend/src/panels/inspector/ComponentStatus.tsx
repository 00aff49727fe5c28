import { useMemo } from "react";
import { useLab } from "../../app/context";
import { interventionsOn } from "../../model/marks";
import { InterventionRow } from "../drawer/InterventionRow";

/** The interventions on a component, each with its proof or its reason. */
export function ComponentStatus({ component }: { component: string }) {
  const state = useLab((lab) => lab.state);
  const found = useMemo(() => (state ? interventionsOn(state, component) : []), [state, component]);
  if (!state || found.length === 0) return null;
  return (
    <ol className="rows compact" aria-label={`Interventions on ${component}`}>
      {found.map((intervention) => (
        <InterventionRow
          key={intervention.id}
          intervention={intervention}
          operations={state.operations}
          of={component}
        />
      ))}
    </ol>
  );
}
