import type { Group } from "@trafolab/viz";
import { Tags } from "lucide-react";
import { Popover } from "radix-ui";
import { type FocusEvent, useEffect, useRef } from "react";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { GroupRow } from "./GroupRow";
import { NewGroup } from "./NewGroup";

const NONE: readonly Group[] = [];

/** Components under one name: to make such a group of the selection, and those that there are. */
export function GroupsButton() {
  const { set } = useLaboratory();
  const open = usePage((page) => page.groupsShown);
  const groups = useLab(({ state }) => state?.groups ?? NONE);
  const list = useFocusKept(groups);
  return (
    <Popover.Root open={open} onOpenChange={(shown) => set({ groupsShown: shown })}>
      <Popover.Trigger
        className="icon-button"
        aria-label="Groups"
        title="Groups: components under one name (G)"
        data-on={groups.length > 0 ? "" : undefined}
      >
        <Tags size={15} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          {...list}
          className="popover"
          align="end"
          collisionPadding={8}
          aria-label="Groups"
          // What is forgotten here comes back from a toast, which lies outside.
          onInteractOutside={(event) => isIn(event.detail.originalEvent, ".toast") && event.preventDefault()}
          // It leaves the field of a new name, and not the list.
          onEscapeKeyDown={(event) => isIn(event, ".rename") && event.preventDefault()}
          // A toast or a tip that lies over it has Escape for itself.
          onKeyDown={({ key }) => key === "Escape" && set({ groupsShown: false })}
        >
          <NewGroup />
          {groups.length > 0 && (
            <ul className="rows groups">
              {groups.map((group) => (
                <GroupRow key={group.name} group={group} />
              ))}
            </ul>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** What is forgotten takes the focus with it: it goes on to the list itself, so that Escape closes that and no more. A
 * change from elsewhere, while the person is elsewhere too, leaves the focus where it is. */
function useFocusKept(groups: readonly Group[]) {
  const ref = useRef<HTMLDivElement>(null);
  const last = useRef<Element | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus is lost as they change
  useEffect(() => {
    const lost = last.current !== null && !canHold(last.current);
    if (lost && document.activeElement === document.body) ref.current?.focus({ preventScroll: true });
  }, [groups]);
  return {
    ref,
    onFocus: ({ target }: FocusEvent) => {
      last.current = target;
    },
    // What goes while it has the focus may or may not say so, browser by browser.
    onBlur: ({ target }: FocusEvent) => {
      if (canHold(target)) last.current = null;
    },
  };
}

function canHold(element: Element): boolean {
  return element.isConnected && !element.matches(":disabled");
}

function isIn({ target }: Event, place: string): boolean {
  return target instanceof Element && target.closest(place) !== null;
}
