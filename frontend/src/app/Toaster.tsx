import { Toast } from "radix-ui";
import { useEffect, useState } from "react";
import { ProblemText } from "../panels/drawer/ProblemList";
import type { Noted } from "../store/lab";
import { useLab, useLaboratory, usePage } from "./context";

const SHOWN_MS = 9000;
const AT_ONCE = 3;

/** New problems, said where they can't be missed; they stay in the list of problems. */
export function Toaster() {
  const problems = useLab((lab) => lab.problems);
  const [dismissed, setDismissed] = useState(0);
  // A form says itself why it was refused, and Escape is to close the form.
  const inForm = usePage((page) => page.dialog !== null);
  const newest = problems.at(-1)?.id ?? 0;
  useEffect(() => {
    if (inForm) setDismissed(newest);
  }, [inForm, newest]);
  const fresh = inForm ? [] : problems.filter(({ id }) => id > dismissed).slice(-AT_ONCE);
  return (
    <Toast.Provider duration={SHOWN_MS} label="Problem">
      {fresh.map((noted) => (
        <Item
          key={noted.id}
          noted={noted}
          close={() => setDismissed((before) => Math.max(before, noted.id))}
        />
      ))}
      <Toast.Viewport className="toasts" />
    </Toast.Provider>
  );
}

function Item({ noted, close }: { noted: Noted; close: () => void }) {
  const { set } = useLaboratory();
  return (
    <Toast.Root className="toast" onOpenChange={(open) => open || close()}>
      <Toast.Description asChild>
        <ProblemText problem={noted.problem} />
      </Toast.Description>
      <div className="toast-tools">
        <Toast.Action altText="Open the list of problems" asChild>
          <button type="button" className="button small" onClick={() => set({ drawerTab: "problems" })}>
            All problems
          </button>
        </Toast.Action>
        <Toast.Close className="button small">Close</Toast.Close>
      </div>
    </Toast.Root>
  );
}
