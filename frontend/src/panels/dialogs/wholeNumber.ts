/** A whole number from 0 on, as it was typed; null for anything else. */
export function wholeNumber(text: string): number | null {
  return /^\s*\d+\s*$/.test(text) ? Number(text) : null;
}
