import { X } from "lucide-react";
import { Toast } from "radix-ui";
import { useState } from "react";
import { ProblemText } from "../panels/drawer/ProblemList";
import type { Noted } from "../store/lab";
import { useLab, useLaboratory, usePage } from "./context";
import { ForgottenToast } from "./ForgottenToast";
import { solved } from "./solved";
import { unread } from "./unread";

/** New problems, said where they can't be missed until somebody closes or solves them; they stay in the list of
 * problems. */
export function Toaster() {
  const problems = useLab((lab) => lab.problems);
  const [upTo, setUpTo] = useState(0);
  const [closed, setClosed] = useState<readonly number[]>([]);
  const state = useLab((lab) => lab.state);
  const inForm = usePage((page) => page.dialog !== null);
  const newest = problems.at(-1)?.id ?? 0;
  // A form says itself why it was refused, and Escape is to close the form.
  if (inForm && upTo < newest) setUpTo(newest);
  const seen = unread(problems, { upTo, closed });
  const over = seen.filter(({ problem }) => state !== null && solved(problem, state));
  // For good: they do not come back when the state does.
  if (over.length > 0) setClosed([...closed, ...over.map(({ id }) => id)]);
  return (
    <Toast.Provider duration={Number.POSITIVE_INFINITY} label="Problem">
      {seen.map((noted) => (
        <Item key={noted.id} noted={noted} close={() => setClosed((before) => [...before, noted.id])} />
      ))}
      <ForgottenToast />
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
