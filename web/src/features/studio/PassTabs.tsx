/** The passes of the work as tabs: choose, add, remove, and see which of them has errors. */
import { Plus, Trash2 } from "lucide-react";
import { useEffect, useMemo } from "react";
import { register } from "../../lib/shortcuts";
import { toast } from "../../lib/toast";
import { IconButton } from "../../ui/IconButton";
import { Menu, MenuHeading, MenuItem } from "../../ui/Menu";
import { Tabs } from "../../ui/Tabs";
import { commonName, cubeName, imageName, limits, soundName } from "./contract";
import { addablePasses, tabOrder } from "./document";
import { EditorMenu } from "./EditorMenu";
import { SmallPicture } from "./inspection/SmallPicture";
import { errorCounts } from "./store";
import { useStudio, useStudioValue } from "./studio-context";

function describe(name: string): string {
  if (name === commonName) return "shared by all passes";
  if (name === soundName) return "what is heard";
  return name === cubeName ? "a room of six faces" : "a picture that others read";
}

export function PassTabs() {
  const { store } = useStudioValue();
  const passes = useStudio((state) => state.work.passes);
  const active = useStudio((state) => state.active);
  const errors = useStudio((state) => state.report?.errors);
  const counts = useMemo(() => errorCounts(errors ?? []), [errors]);
  const addable = addablePasses(passes);
  const firstBuffer = addable[0];
  // One picture needs none beside it.
  const written = passes.filter(({ type }) => type === "image" || type === "buffer" || type === "cubemap");
  const pictured = new Set(written.length > 1 ? written.map(({ name }) => name) : []);
  const offered = addable.filter((name, index) => index === 0 || !name.startsWith("Buffer") || name === firstBuffer);

  const tabs = tabOrder(passes).map((name) => {
    const count = counts.get(name) ?? 0;
    return {
      value: name,
      label: (
        <span className="flex items-center gap-1.5">
          {pictured.has(name) && <SmallPicture pass={name} className="h-[18px] w-8 rounded-[3px]" />}
          {name}
          {count > 0 && (
            <span className="tabular inline-flex h-4 min-w-4 items-center justify-center rounded-full bg-danger px-1 text-[10px] font-semibold text-room">
              {count}
              <span className="sr-only">{count === 1 ? "error" : "errors"}</span>
            </span>
          )}
        </span>
      ),
    };
  });

  useEffect(() => {
    const { setActive, addPass } = store.getState();
    const taken = [
      ...tabOrder(passes).map((name) => register({ label: `Open ${name}`, group: "Passes", run: () => setActive(name) })),
      ...addablePasses(passes).map((name) => register({ label: `Add ${name}`, group: "Passes", run: () => void addPass(name) })),
    ];
    return () => taken.forEach((back) => back());
  }, [store, passes]);

  function remove(): void {
    const name = active;
    if (store.getState().removePass(name)) toast(`${name} removed.`, { action: { label: "Undo", run: () => store.getState().undo() } });
  }

  return (
    <Tabs
      label="Passes"
      value={active}
      onChange={(name) => store.getState().setActive(name)}
      tabs={tabs}
      listClassName="pr-1.5 pl-2"
      trailing={
        <span className="flex items-center">
          {active !== imageName && <IconButton size="sm" label={`Remove ${active}`} icon={<Trash2 size={16} strokeWidth={1.5} />} onClick={remove} />}
          <EditorMenu />
          <Menu trigger={<IconButton size="sm" label="Add a pass" icon={<Plus size={16} strokeWidth={1.5} />} />}>
            {offered.length > 0 ? (
              offered.map((name) => (
                <MenuItem key={name} onSelect={() => store.getState().addPass(name)}>
                  {name} <span className="text-ink-3">· {describe(name)}</span>
                </MenuItem>
              ))
            ) : (
              <MenuHeading>All {limits.passes} passes are in use</MenuHeading>
            )}
          </Menu>
        </span>
      }
    />
  );
}
