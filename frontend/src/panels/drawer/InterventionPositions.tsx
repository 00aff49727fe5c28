import { TokenText, visibleText } from "@trafolab/viz";
import { X } from "lucide-react";
import { indicesOf, positionsOf } from "../../acts/aim";
import type { Intervention } from "../../acts/records";
import { useLab, usePage } from "../../app/context";
import { useEdits } from "./useEdits";

/** The positions of an intervention as chips: one can be taken away, or all and the brushed ones put in their place. */
export function InterventionPositions({ intervention }: { readonly intervention: Intervention }) {
  const edit = useEdits(intervention);
  const brush = usePage((page) => page.brush);
  const state = useLab((lab) => lab.state);
  const { positions, operation } = intervention;
  const brushed = state ? positionsOf(state, { brush }) : "all";
  return (
    <div className="positions">
      <span>{operation.op === "knockout" ? "from" : "positions"}</span>
      <button
        type="button"
        className="chip"
        aria-pressed={positions === "all"}
        onClick={() => positions !== "all" && edit({ positions: "all" })}
      >
        all
      </button>
      {positions !== "all" &&
        positions.map(({ index, token }) => (
          <button
            key={index}
            type="button"
            className="chip mono"
            title="Take this position away"
            aria-label={`${visibleText(token)} ${index}: take away`}
            onClick={() =>
              edit({ positions: positions.map((each) => each.index).filter((at) => at !== index) })
            }
          >
            <TokenText text={token} /> {index} <X size={11} aria-hidden="true" />
          </button>
        ))}
      {brushed !== "all" && JSON.stringify(brushed) !== JSON.stringify(indicesOf(intervention)) && (
        <button type="button" className="chip" onClick={() => edit({ positions: brushed })}>
          {brushed.length === 1 ? "the brushed token" : `the ${brushed.length} brushed tokens`}
        </button>
      )}
    </div>
  );
}
