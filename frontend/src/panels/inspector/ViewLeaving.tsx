import { type Figure, type Leaving, type TableForm, VIEWS, type ViewName, WAYS } from "@trafolab/viz";
import { Download } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useLaboratory } from "../../app/context";
import { askOnce } from "../../transport/askOnce";
import type { Params } from "../../transport/watches";
import { CopyButton } from "../../ui/CodeLine";
import { IconMenu, MenuItem } from "../../ui/IconMenu";

interface ViewLeavingProps {
  readonly view: ViewName;
  readonly params: Params;
  /** What stands below its picture. */
  readonly caption: string;
  /** The component that it is of; empty for the prompt and the model. */
  readonly of: string;
  readonly figure: Figure;
  /** The line that shows it. */
  readonly code: string;
}

/** How a view leaves the page: its line of code, its picture as it is seen, its numbers as the kernel has them, and
 * the address. */
export function ViewLeaving({ code, ...props }: ViewLeavingProps) {
  const { notebook, report } = useLaboratory();
  const leaving = useLeaving(props);
  const attempt = (leave: () => Promise<void>) => () => void leave().catch(report);
  return (
    <>
      <CopyButton text={code} label="Copy the line that shows this view" code={code} />
      <IconMenu label="Save or send this view" icon={<Download size={14} />} listClass="leaving" away={4}>
        {WAYS.map(({ says, leave }) => (
          <MenuItem key={says} run={attempt(() => leave(leaving))}>
            {says}
          </MenuItem>
        ))}
        <MenuItem run={attempt(copyLink)}>Copy a link to this view</MenuItem>
        <DropdownMenu.Separator className="menu-line" />
        <MenuItem run={attempt(() => notebook.insert(code, { enter: true }))}>
          Put into the notebook as a cell
        </MenuItem>
        <p className="menu-code">
          <code>{code}</code>
        </p>
      </IconMenu>
    </>
  );
}

function useLeaving({ view, params, caption, of, figure }: Omit<ViewLeavingProps, "code">): Leaving {
  const laboratory = useLaboratory();
  const fileOf = async (form: TableForm) => {
    const { file } = await askOnce(laboratory, "view_file", { view, params, form });
    if (!file) throw new Error("The kernel made no file.");
    return file.data;
  };
  return {
    figure,
    title: [VIEWS[view].title, of].filter((said) => said !== "").join(" · "),
    caption,
    fileOf,
  };
}

async function copyLink(): Promise<void> {
  // A browser has no clipboard for pages that came by plain HTTP from another machine.
  if (!("clipboard" in navigator))
    throw new Error("The browser lets no page copy here: the link is the address above.");
  await navigator.clipboard.writeText(location.href);
}
