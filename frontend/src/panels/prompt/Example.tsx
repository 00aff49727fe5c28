import { useLaboratory } from "../../app/context";

const TEXT = (surname: string) => `Her name was Alex ${surname}. Tomorrow at lunch time Alex`;

/** A first prompt for somebody who has none: one name to bind, and the same with another name. */
export function Example() {
  const { acts, set } = useLaboratory();
  async function use() {
    const refused = await acts.make({
      kind: "set_prompt",
      clean: { kind: "text", text: TEXT("Hart") },
      counterfactuals: { corrupt: { kind: "text", text: TEXT("Carroll") } },
    });
    if (!refused) set({ editing: null });
  }
  return (
    <button type="button" className="chip" onClick={() => void use()}>
      try “{TEXT("Hart")}”
    </button>
  );
}
