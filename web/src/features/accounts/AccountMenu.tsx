/** Who one is, in the header: a face with a menu, or the way to sign in. */
import { lazy, Suspense } from "react";
import { Link, useLocation } from "react-router";
import { paths } from "../../lib/paths";
import { useSession } from "../../lib/session";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";

// Strangers never open it.
const PersonMenu = lazy(() => import("./PersonMenu"));

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
  const face = (
    <button type="button" aria-label={`Account of ${user.username}`} className="rounded-full transition hover:brightness-110">
      <Avatar name={user.username} size={32} />
    </button>
  );
  return (
    <Suspense fallback={face}>
      <PersonMenu user={user} trigger={face} />
    </Suspense>
  );
}
