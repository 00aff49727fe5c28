import { Segments } from "@trafolab/viz";
import type { Intervention, Of } from "../../acts/records";
import { LiveNumber } from "./LiveNumber";
import { useEdits } from "./useEdits";

type Steer = Of<"steer">;

interface SteerFieldsProps {
  readonly intervention: Intervention;
  readonly operation: Steer;
}

const RANGES = { direction: { min: -10, max: 10, step: 0.1 }, stream: { min: -2, max: 2, step: 0.02 } };

/** How a direction is put into the stream, how much of it, and when. */
export function SteerFields({ intervention, operation }: SteerFieldsProps) {
  const edit = useEdits(intervention);
  const change = (fields: Partial<Steer>, gesture?: string) =>
    edit({ operation: (old) => (old.op === "steer" ? { ...old, ...fields } : old) }, gesture);
  return (
    <>
      <Segments
        label="how"
        value={operation.how}
        options={{ add: "add", clamp: "clamp", remove: "remove" }}
        onChange={(how) => change({ how })}
      />
      {operation.how !== "remove" && (
        <>
          <LiveNumber
            label="strength"
            value={operation.strength}
            {...RANGES[operation.unit]}
            onChange={(strength, gesture) => change({ strength }, gesture)}
          />
          <Segments
            label="in norms of"
            value={operation.unit}
            options={{ direction: "the direction", stream: "the stream" }}
            onChange={(unit) => change({ unit })}
          />
        </>
      )}
      <Segments
        label="on"
        value={operation.on}
        options={{ all: "all", prompt: "prompt", generated: "generated" }}
        onChange={(on) => change({ on })}
      />
    </>
  );
}
