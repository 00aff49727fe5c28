// How a view leaves: as a picture, as its numbers.
import { fileName, pngOf, save } from "./saving";
import type { Figure } from "./usePicture";

export type TableForm = "csv" | "parquet";

export interface Leaving {
  readonly figure: Figure;
  /** What the files are called, and what stands above the picture. */
  readonly title: string;
  /** What stands below the picture. */
  readonly caption: string;
  /** The numbers as a file, as the kernel makes it. */
  readonly fileOf: (form: TableForm) => Promise<BlobPart>;
}

export interface Way {
  readonly label: string;
  readonly says: string;
  readonly leave: (props: Leaving) => Promise<void>;
}

export const WAYS: readonly Way[] = [
  {
    label: "PNG",
    says: "Save as PNG",
    leave: async (props) => save(fileName(props.title, "png"), await pngOf(props.figure(props)), "image/png"),
  },
  {
    label: "SVG",
    says: "Save as SVG",
    leave: async (props) => save(fileName(props.title, "svg"), props.figure(props), "image/svg+xml"),
  },
  {
    label: "CSV",
    says: "Save the numbers as CSV",
    leave: async ({ title, fileOf }) => save(fileName(title, "csv"), await fileOf("csv"), "text/csv"),
  },
  {
    label: "Parquet",
    says: "Save the numbers as Parquet",
    leave: async ({ title, fileOf }) =>
      save(fileName(title, "parquet"), await fileOf("parquet"), "application/vnd.apache.parquet"),
  },
];
