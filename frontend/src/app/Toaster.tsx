import { X } from "lucide-react";
import { Toast } from "radix-ui";
import { useState } from "react";
import { ProblemText } from "../panels/drawer/ProblemList";
import type { Noted } from "../store/lab";
import { useLab, useLaboratory, usePage } from "./context";
import { unread } from "./unread";

/** New problems, said where they can't be missed until somebody closes them; they stay in the list of problems. */
export function Toaster() {
  const problems = useLab((lab) => lab.problems);
  const [upTo, setUpTo] = useState(0);
  const [closed, setClosed] = useState<readonly number[]>([]);
  const inForm = usePage((page) => page.dialog !== null);
  const newest = problems.at(-1)?.id ?? 0;
  // A form says itself why it was refused, and Escape is to close the form.
  if (inForm && upTo < newest) setUpTo(newest);
  return (
    <Toast.Provider duration={Number.POSITIVE_INFINITY} label="Problem">
      {unread(problems, { upTo, closed }).map((noted) => (
        <Item key={noted.id} noted={noted} close={() => setClosed((before) => [...before, noted.id])} />
      ))}
      <Toast.Viewport className="toasts" />
    </Toast.Provider>
  );
}

function Item({ noted, close }: { noted: Noted; close: () => void }) {
  const { set, setHidden } = useLaboratory();
  const showAll = () => {
    setHidden("drawer", false);
    set({ drawerTab: "problems" });
  };
  return (
    <Toast.Root className="toast" onOpenChange={(open) => open || close()}>
      <Toast.Description asChild>
        <ProblemText problem={noted.problem} />
      </Toast.Description>
      <Toast.Close className="icon-button" aria-label="Close">
        <X size={14} />
      </Toast.Close>
      <Toast.Action altText="Open the list of problems" asChild>
        <button type="button" className="link" onClick={showAll}>
          All problems
        </button>
      </Toast.Action>
    </Toast.Root>
  );
}
