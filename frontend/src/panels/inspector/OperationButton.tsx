import { ChevronDown } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { OperationChoice, OperationInfo } from "../../acts/records";
import { holding } from "../../acts/toggle";
import { useLab, useLaboratory, usePage } from "../../app/context";

interface OperationButtonProps {
  readonly info: OperationInfo;
  readonly components: readonly string[];
  /** The choice under the pointer or focus, whose code is shown. */
  readonly onPoint: (choice: OperationChoice | null) => void;
}

/** One operation: the button does what its key does, the arrow offers its other ways. */
export function OperationButton({ info, components, onPoint }: OperationButtonProps) {
  const { acts } = useLaboratory();
  const held = useHeld(components, info.choices);
  const [first] = info.choices;
  if (!first) return null;
  return (
    <span className="op-button" data-held={held.some(Boolean) ? "" : undefined}>
      <button
        type="button"
        className="button"
        aria-pressed={held[0] ?? false}
        onPointerEnter={() => onPoint(first)}
        onPointerLeave={() => onPoint(null)}
        onFocus={() => onPoint(first)}
        onBlur={() => onPoint(null)}
        onClick={() => void acts.toggle(first, components)}
      >
        <span aria-hidden="true">{info.glyph}</span> {info.label} <kbd>{info.key}</kbd>
      </button>
      {info.choices.length > 1 && <Choices {...{ info, components, held, onPoint }} />}
    </span>
  );
}

/** Which of the choices all of the components have already, at the positions chosen. */
function useHeld(components: readonly string[], choices: readonly OperationChoice[]): boolean[] {
  const state = useLab((lab) => lab.state);
  const actOn = usePage((page) => page.actOn);
  const position = usePage((page) => page.position);
  if (!state) return [];
  return choices.map(({ operation }) =>
    components.every((component) => holding(state, { actOn, position }, component, operation).length > 0),
  );
}

function Choices(props: OperationButtonProps & { readonly held: readonly boolean[] }) {
  const { info, components, held, onPoint } = props;
  const { acts } = useLaboratory();
  return (
    <DropdownMenu.Root onOpenChange={(open) => open || onPoint(null)}>
      <DropdownMenu.Trigger className="button arrow" aria-label={`More ways to ${info.label.toLowerCase()}`}>
        <ChevronDown size={13} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" sideOffset={4}>
          {info.choices.map((choice, i) => (
            <DropdownMenu.CheckboxItem
              key={choice.label}
              className="menu-item"
              checked={held[i] ?? false}
              onFocus={() => onPoint(choice)}
              onSelect={() => void acts.toggle(choice, components)}
            >
              {choice.label}
              <DropdownMenu.ItemIndicator className="menu-check">held</DropdownMenu.ItemIndicator>
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
