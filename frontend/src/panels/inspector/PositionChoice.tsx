import { ChevronDown } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { positionsOf } from "../../acts/aim";
import { useLab, usePage } from "../../app/context";
import { placesIn } from "../../model/places";
import { counted } from "../../ui/numbers";
import { PlacesMenu } from "../acting/PlacesMenu";

/** Where acts go: all positions, the one that is read, or those that were brushed. */
export function PositionChoice() {
  const state = useLab((lab) => lab.state);
  const brush = usePage((page) => page.brush);
  if (!state) return null;
  const positions = positionsOf(state, { brush });
  const named = positions === "all" ? "all positions" : placesIn(state, positions);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button small places" title={`Where acts go: ${named}`}>
        <span className="visually-hidden">Acts </span>
        <span className="clip">at {positions === "all" ? "all" : shortly(positions.length, named)}</span>
        <ChevronDown size={12} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <PlacesMenu />
    </DropdownMenu.Root>
  );
}

/** One by its name, several by their number. */
function shortly(count: number, named: string): string {
  return count === 1 ? named : counted(count, "token");
}
