import { visibleText } from "@trafolab/viz";
import { ChevronDown, X } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { positionsOf } from "../../acts/aim";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { counted } from "../../ui/numbers";
import { PlacesMenu } from "../acting/PlacesMenu";

/** Where acts go: all tokens, or those that were brushed. */
export function ActsAt() {
  const { set } = useLaboratory();
  const state = useLab((lab) => lab.state);
  const brush = usePage((page) => page.brush);
  const positions = state ? positionsOf(state, { brush }) : "all";
  const named = (at: number) => `${visibleText(state?.clean?.tokens[at]?.text ?? "", 12)} ${at}`;
  return (
    <span className="acts-at">
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger
          className="chip"
          aria-pressed={positions !== "all"}
          title="Where acts go. Drag over tokens, Shift and a click for a range, Ctrl and a click for one; Escape: all"
        >
          acts at <b>{positions === "all" ? "all" : counted(positions.length, "token")}</b>
          <ChevronDown size={11} aria-hidden="true" />
        </DropdownMenu.Trigger>
        <PlacesMenu />
      </DropdownMenu.Root>
      {positions !== "all" && (
        <>
          <span className="mono acts-at-list" title={positions.map(named).join(", ")}>
            {listed(positions.map(named))}
          </span>
          <button
            type="button"
            className="icon-button small"
            aria-label="Act at all tokens again"
            title="Act at all tokens again (Esc)"
            onClick={() => set({ brush: [] })}
          >
            <X size={12} />
          </button>
        </>
      )}
    </span>
  );
}

const SHOWN = 4;

function listed(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return `${names.slice(0, SHOWN).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
