/** Who one is, in the header: a face with a menu, or the way to sign in. */
import { Bot, Braces, Images, LogOut, Settings2, UserRound } from "lucide-react";
import { Link, useLocation } from "react-router";
import { authorName } from "../../lib/format";
import { paths } from "../../lib/paths";
import { useSession } from "../../lib/session";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { Menu, MenuHeading, MenuItem, MenuSeparator } from "../../ui/Menu";
import { signOut } from "../../lib/sign-out";

export function AccountMenu() {
  const { status, user } = useSession();
  const { pathname, search } = useLocation();
  if (status === "unknown") return <span className="size-8 rounded-full bg-wash" aria-hidden />;
  if (!user) {
    const away = pathname === paths.login() || pathname === paths.register();
    return (
      <Button size="sm" asChild>
        <Link to={paths.login(away || pathname === "/" ? undefined : pathname + search)}>Sign in</Link>
      </Button>
    );
  }
  const items = [
    { to: paths.mine(), label: "My shaders", Icon: Images },
    { to: paths.person(user.username), label: "My page", Icon: UserRound },
    { to: paths.settings(), label: "Settings", Icon: Settings2 },
  ];
  return (
    <Menu
      trigger={
        <button type="button" aria-label={`Account of ${user.username}`} className="rounded-full transition hover:brightness-110">
          <Avatar name={user.username} size={32} />
        </button>
      }
    >
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
