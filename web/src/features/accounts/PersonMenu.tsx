/** The menu behind one's own face. */
import { Bookmark, Bot, Braces, Images, LogOut, Settings2, Sparkles, UserRound } from "lucide-react";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { authorName } from "../../lib/format";
import { paths } from "../../lib/paths";
import { signOut } from "../../lib/sign-out";
import type { Me } from "../../lib/types";
import { Menu, MenuHeading, MenuItem, MenuSeparator } from "../../ui/Menu";

export default function PersonMenu({ user, trigger }: { user: Me; trigger: ReactElement }) {
  const items = [
    { to: paths.mine(), label: "My shaders", Icon: Images },
    { to: paths.saves(), label: "Saved", Icon: Bookmark },
    { to: paths.taste(), label: "My taste", Icon: Sparkles },
    { to: paths.person(user.username), label: "My page", Icon: UserRound },
    { to: paths.settings(), label: "Settings", Icon: Settings2 },
  ];
  return (
    <Menu trigger={trigger}>
      <MenuHeading>{authorName(user)}</MenuHeading>
      {items.map(({ to, label, Icon }) => (
        <MenuItem key={to} asChild>
          <Link to={to}>
            <Icon size={16} strokeWidth={1.5} aria-hidden />
            {label}
          </Link>
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem asChild>
        <Link to={paths.connect()}>
          <Bot size={16} strokeWidth={1.5} aria-hidden />
          Connect your agent
        </Link>
      </MenuItem>
      <MenuItem asChild>
        <a href={paths.apiDocs()}>
          <Braces size={16} strokeWidth={1.5} aria-hidden />
          API
        </a>
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<LogOut size={16} strokeWidth={1.5} />} onSelect={() => void signOut()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
