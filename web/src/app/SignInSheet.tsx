// The small sheet for a stranger who wants to do what needs a name.
import { Link, useLocation } from "react-router";
import { useInstance } from "../lib/instance";
import { paths } from "../lib/paths";
import { closeSignInPrompt, useSignInPrompt } from "../lib/signin";
import { Button } from "../ui/Button";
import { Sheet } from "../ui/Dialog";

export function SignInSheet() {
  const reason = useSignInPrompt((state) => state.reason);
  const location = useLocation();
  const { registration_open: open } = useInstance();
  const next = location.pathname + location.search;
  return (
    <Sheet
      open={reason !== null}
      onOpenChange={(shown) => !shown && closeSignInPrompt()}
      title={`Sign in to ${reason ?? "go on"}`}
      description="Watching and trying things in the studio need no account. Voting and publishing do."
    >
      <div className="flex flex-col gap-2 pt-2" onClick={closeSignInPrompt}>
        <Button variant="primary" size="lg" asChild>
          <Link to={paths.login(next)}>Sign in</Link>
        </Button>
        {open && (
          <Button size="lg" asChild>
            <Link to={paths.register(next)}>Create an account</Link>
          </Button>
        )}
      </div>
    </Sheet>
  );
}
