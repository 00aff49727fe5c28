import { TokenText } from "@trafolab/viz";
import { positionsOf } from "../../acts/aim";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { useReadPosition } from "../../app/useReadPosition";
import { counted } from "../../ui/numbers";

/** Where acts go: all positions, the one that is read, or those that were brushed. */
export function PositionChoice() {
  const { set } = useLaboratory();
  const state = useLab((lab) => lab.state);
  const brush = usePage((page) => page.brush);
  const { index } = useReadPosition();
  if (!state) return null;
  const positions = positionsOf(state, { brush });
  const onlyRead = positions !== "all" && positions.length === 1 && positions[0] === index;
  return (
    <fieldset className="segments">
      <legend>positions</legend>
      <button type="button" aria-pressed={positions === "all"} onClick={() => set({ brush: [] })}>
        all
      </button>
      <button type="button" aria-pressed={onlyRead} onClick={() => set({ brush: [index] })}>
        only{" "}
        <span className="mono">
          <TokenText text={state.clean?.tokens[index]?.text ?? ""} />
        </span>{" "}
        ({index})
      </button>
      {positions !== "all" && !onlyRead && (
        <button type="button" aria-pressed="true">
          {counted(positions.length, "token")}
        </button>
      )}
    </fieldset>
  );
}
