/** How the editor is liked: keys, size, wrapping; and the ways to what else it can do. */
import { Settings2 } from "lucide-react";
import { useShortcut } from "../../lib/shortcuts";
import { IconButton } from "../../ui/IconButton";
import { Menu, MenuCheck, MenuItem, MenuSeparator } from "../../ui/Menu";
import { changeSettings, SIZES, useEditorSettings } from "./editor-settings";
import { useStudioValue } from "./studio-context";

export function EditorMenu() {
  const { store } = useStudioValue();
  const { keys, size, wrap } = useEditorSettings();
  const vim = keys === "vim";
  const toggleVim = () => changeSettings({ keys: vim ? "default" : "vim" });
  const toggleWrap = () => changeSettings({ wrap: !wrap });
  const resize = (by: number) => changeSettings({ size: SIZES[Math.min(Math.max(0, SIZES.indexOf(size) + by), SIZES.length - 1)] ?? size });
  useShortcut({ label: vim ? "Plain keys" : "Keys of Vim", group: "Editor" }, toggleVim);
  useShortcut({ keys: "alt+z", label: wrap ? "Long lines stay long" : "Wrap long lines", group: "Editor", always: true }, toggleWrap);
  useShortcut({ label: "Larger letters", group: "Editor" }, () => resize(1));
  useShortcut({ label: "Smaller letters", group: "Editor" }, () => resize(-1));
  return (
    <Menu trigger={<IconButton size="sm" label="Editor" icon={<Settings2 size={16} strokeWidth={1.5} />} />}>
      <MenuItem shortcut="mod+shift+p" onSelect={() => store.setState({ asked: "actions" })}>
        Commands
      </MenuItem>
      <MenuItem shortcut="mod+shift+o" onSelect={() => store.setState({ asked: "symbols" })}>
        Go to a name
      </MenuItem>
      <MenuItem shortcut="mod+shift+m" onSelect={() => store.setState({ list: "problems" })}>
        Problems
      </MenuItem>
      <MenuSeparator />
      <MenuCheck checked={vim} onChange={toggleVim}>
        Keys of Vim
      </MenuCheck>
      <MenuCheck checked={wrap} onChange={toggleWrap}>
        Wrap long lines
      </MenuCheck>
      <MenuItem disabled={size === SIZES.at(-1)} onSelect={(event) => (event.preventDefault(), resize(1))}>
        Larger letters <span className="tabular text-ink-3">· now {size}</span>
      </MenuItem>
      <MenuItem disabled={size === SIZES[0]} onSelect={(event) => (event.preventDefault(), resize(-1))}>
        Smaller letters
      </MenuItem>
    </Menu>
  );
}
