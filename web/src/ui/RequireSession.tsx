// Shows its children to whoever is signed in, and sends all others to the door and back.
import type { ReactNode } from "react";
import { Navigate, useLocation } from "react-router";
import { paths } from "../lib/paths";
import { useSession } from "../lib/session";
import type { Me } from "../lib/types";

export function RequireSession({ children, skeleton }: { children: (user: Me) => ReactNode; skeleton: ReactNode }) {
  const { status, user } = useSession();
  const { pathname, search } = useLocation();
  if (status === "unknown") return skeleton;
  return user ? children(user) : <Navigate to={paths.login(pathname + search)} replace />;
}
