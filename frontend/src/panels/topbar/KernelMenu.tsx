import type { ServerKernel } from "@trafolab/viz";
import { ChevronDown } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useLab, useLaboratory } from "../../app/context";

const WORDS: Record<ServerKernel["status"], string> = {
  starting: "starting",
  idle: "idle",
  busy: "busy",
  restarting: "restarting",
  dead: "dead",
  disconnected: "disconnected",
};

/** The kernel's status, with interrupt and restart. */
export function KernelMenu() {
  const { acts } = useLaboratory();
  const { status, detail } = useLab((lab) => lab.kernel);
  const connected = useLab((lab) => lab.connection === "open");
  const word = connected ? WORDS[status] : "not connected";
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="pick kernel"
        data-status={connected ? status : "disconnected"}
        title={`kernel ${word}`}
      >
        <span className="dot" aria-hidden="true" />
        <span className="kernel-words">kernel {word}</span>
        <ChevronDown size={13} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
          {detail !== null && <p className="menu-note">{detail}</p>}
          <DropdownMenu.Item className="menu-item" onSelect={() => acts.kernel("interrupt")}>
            Interrupt the running cell
          </DropdownMenu.Item>
          <DropdownMenu.Item className="menu-item" onSelect={() => acts.kernel("restart")}>
            <span>Restart the kernel</span>
            <small>variables go, prompt and interventions come back</small>
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
