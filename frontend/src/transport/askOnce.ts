import type { Tensor } from "@trafolab/viz";
// A view that is asked for once, and not looked at.
import type { StoreApi } from "zustand/vanilla";
import type { LabState } from "../store/lab";
import { type Params, type Watches, watchKey } from "./watches";

interface Needs {
  readonly lab: StoreApi<LabState>;
  readonly watches: Watches;
}

/** How long the kernel may take, in milliseconds: a cell may hold Python itself. */
const PATIENCE_MS = 30_000;

/** The tensors of a view's next answer. Rejects with the kernel's reason where there is none, and where none comes. */
export function askOnce(
  { lab, watches }: Needs,
  view: string,
  params: Params,
  patience = PATIENCE_MS,
): Promise<Readonly<Record<string, Tensor>>> {
  const key = watchKey(view, params);
  return new Promise((resolve, reject) => {
    const look = ({ views, failures }: LabState) => {
      const [shown, failure] = [views[key], failures[key]];
      if (shown) end(() => resolve(shown.tensors));
      else if (failure) end(() => reject(new Error(failure.error)));
    };
    const end = (settle: () => void) => {
      clearTimeout(late);
      leave();
      drop();
      settle();
    };
    const late = setTimeout(
      () => end(() => reject(new Error("The kernel has not answered; try again when it does."))),
      patience,
    );
    const drop = watches.add(view, params);
    const leave = lab.subscribe(look);
  });
}
