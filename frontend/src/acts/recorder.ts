// While recording, every act made on this page is also written into the notebook, as a cell that is not run.
import type { StoreApi } from "zustand/vanilla";
import { codeFor } from "../code/codeFor";
import type { Notebook } from "../notebook/notebook";
import { type LabState, withProblem } from "../store/lab";
import type { PageState } from "../store/page";
import type { Made } from "./waiting";

interface Needs {
  readonly lab: StoreApi<LabState>;
  readonly page: StoreApi<PageState>;
  readonly notebook: Notebook;
}

/** A listener for `Acts.listen`. */
export function createRecorder({ lab, page, notebook }: Needs): (made: Made) => void {
  return ({ action, revision }) => {
    if (!page.getState().record) return;
    const state = lab.getState().state;
    const written = state?.history.find((entry) => entry.revision === revision)?.code;
    notebook.insert(written ?? codeFor(action)).catch((error: Error) => {
      lab.setState((before) => withProblem(before, unwritten(error), Date.now()), true);
    });
  };
}

function unwritten(error: Error) {
  return {
    code: "not_recorded",
    what: `An act could not be written into the notebook: ${error.message}`,
    subject: null,
    advice: "Open the notebook pane and wait until it has loaded; the act itself was carried out.",
  };
}
