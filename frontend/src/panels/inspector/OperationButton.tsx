import { ChevronDown } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { heldBy } from "../../acts/holding";
import type { Offered } from "../../acts/offers/context";
import { lineOf, type SubEntry } from "../../acts/offers/entry";
import { press } from "../../acts/press";
import type { OperationInfo } from "../../acts/records";
import { useLaboratory } from "../../app/context";
import { placeUnder } from "../../app/placeOf";
import { Entries } from "../acting/Entries";
import { useEntryActs } from "../acting/entryActs";

interface OperationButtonProps {
  readonly info: OperationInfo;
  readonly entry: SubEntry;
  readonly from: Offered;
  readonly components: readonly string[];
  /** Hears the line of what is under the pointer or the focus. */
  readonly onPoint: (code: string | null) => void;
  /** It has room in its row; otherwise it is kept out of sight, to be measured. */
  readonly fits: boolean;
}

/** One operation: the button does what its key does, the arrow offers its other ways. */
export function OperationButton({ info, entry, from, components, onPoint, fits }: OperationButtonProps) {
  const laboratory = useLaboratory();
  const held = heldBy(from.state, from.aim, components, info.op);
  const point = () => onPoint(lineOf(entry));
  const leave = () => onPoint(null);
  return (
    <span className="op-button" data-held={held ? "" : undefined} data-out={fits ? undefined : ""}>
      <button
        type="button"
        className="button"
        aria-pressed={held}
        disabled={entry.reason !== null}
        aria-keyshortcuts={info.key === "" ? undefined : info.key}
        title={entry.reason ?? `${info.hint}${info.key === "" ? "" : ` (${info.key})`}`}
        onPointerEnter={point}
        onPointerLeave={leave}
        onFocus={point}
        onBlur={leave}
        onClick={({ currentTarget }) => press(laboratory, info, components, placeUnder(currentTarget))}
      >
        <span className="glyph" aria-hidden="true">
          {info.glyph}
        </span>
        {info.label}
      </button>
      {entry.reason === null && <Ways {...{ info, entry, components, onPoint }} />}
    </span>
  );
}

function Ways({ info, entry, components, onPoint }: Omit<OperationButtonProps, "from" | "fits">) {
  const acts = useEntryActs(components);
  return (
    <DropdownMenu.Root modal={false} onOpenChange={(open) => open || onPoint(null)}>
      <DropdownMenu.Trigger className="button arrow" aria-label={`More ways to ${info.label.toLowerCase()}`}>
        <ChevronDown size={12} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu long" sideOffset={4} collisionPadding={8}>
          <Entries entries={entry.entries} acts={acts} onPoint={onPoint} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
