// Whose turn it is on the graphics card: a picture that only plays rests while another part of the page draws for a purpose.
import { useEffect } from "react";
import { create } from "zustand";

const useTurns = create(() => ({ taken: 0 }));

/** While `active`, pictures that heed this rest. */
export function useTakeTurn(active: boolean): void {
  useEffect(() => {
    if (!active) return undefined;
    useTurns.setState(({ taken }) => ({ taken: taken + 1 }));
    return () => useTurns.setState(({ taken }) => ({ taken: taken - 1 }));
  }, [active]);
}

/** Whether somebody else has the turn. */
export const useTurnTaken = (): boolean => useTurns(({ taken }) => taken > 0);
