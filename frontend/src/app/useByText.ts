import { useLab } from "./context";

/** Whether prompts and tokens are given as text; without a tokenizer they are ids. */
export function useByText(): boolean {
  return useLab((lab) => lab.state?.model?.has_tokenizer ?? true);
}
