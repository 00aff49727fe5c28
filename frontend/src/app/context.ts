import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { LabState } from "../store/lab";
import type { PageState } from "../store/page";
import type { Laboratory } from "./laboratory";

/** The tab's laboratory, for everything below the shell. */
export const LaboratoryContext = createContext<Laboratory | null>(null);

export function useLaboratory(): Laboratory {
  const laboratory = useContext(LaboratoryContext);
  if (!laboratory) throw new Error("a panel was rendered outside of LaboratoryContext");
  return laboratory;
}

/** A part of what the server said. */
export function useLab<T>(select: (lab: LabState) => T): T {
  return useStore(useLaboratory().lab, select);
}

/** A part of what belongs to this tab. */
export function usePage<T>(select: (page: PageState) => T): T {
  return useStore(useLaboratory().page, select);
}
