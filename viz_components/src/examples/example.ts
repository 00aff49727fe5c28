import type { ReactNode } from "react";

/** One component with data of its own: its picture in the gallery, and what its test renders. */
export interface Example {
  /** Name in the gallery's address. */
  name: string;
  width: number;
  height?: number;
  render: () => ReactNode;
}
