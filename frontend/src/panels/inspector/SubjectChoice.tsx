import { Segments } from "@trafolab/viz";
import { useLaboratory, usePage } from "../../app/context";
import type { Looking } from "../../store/page";

/** Whether the inspector is about what is selected, the prompt or the model. */
export function SubjectChoice() {
  const { set, page } = useLaboratory();
  const at = usePage(({ looking }) => looking.at);
  const turn = (chosen: Looking["at"]) => set({ looking: { ...page.getState().looking, at: chosen } });
  return (
    <div className="subject-choice">
      <Segments label="Look at" value={at} options={OPTIONS} onChange={turn} />
    </div>
  );
}

const OPTIONS: Record<Looking["at"], string> = { selection: "selected", prompt: "prompt", model: "model" };
