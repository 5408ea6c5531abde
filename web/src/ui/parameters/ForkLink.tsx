// The way to a fork that takes along what a reader turned: the values stand in the address, and go with it.
import { forwardRef, type ComponentProps } from "react";
import { Link, useNavigate } from "react-router";
import { paths } from "../../lib/paths";
import { addressValues } from "./use-parameter-play";

export const ForkLink = forwardRef<HTMLAnchorElement, Omit<ComponentProps<typeof Link>, "to"> & { id: string }>(function ForkLink({ id, onClick, ...rest }, ref) {
  const navigate = useNavigate();
  return (
    <Link
      ref={ref}
      to={paths.fork(id)}
      {...rest}
      onClick={(event) => {
        onClick?.(event);
        const values = addressValues();
        if (values === "" || event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        // As it is written there: encoded, nobody could read it.
        void navigate(`${paths.fork(id)}&p=${values}`);
      }}
    />
  );
});
