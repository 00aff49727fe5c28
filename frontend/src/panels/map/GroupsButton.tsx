import type { Group } from "@trafolab/viz";
import { Tags } from "lucide-react";
import { Popover } from "radix-ui";
import { useEffect, useRef } from "react";
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
          ref={list}
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

/** What is forgotten takes the focus with it: it goes on to the list itself, so that Escape closes that and no more. */
function useFocusKept(groups: readonly Group[]) {
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus is lost as they change
  useEffect(() => {
    if (document.activeElement === document.body) list.current?.focus({ preventScroll: true });
  }, [groups]);
  return list;
}

function isIn({ target }: Event, place: string): boolean {
  return target instanceof Element && target.closest(place) !== null;
}
