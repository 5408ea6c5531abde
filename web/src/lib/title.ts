// The name in the browser's tab.
import { useEffect } from "react";
import { useInstance } from "./instance";

export function useTitle(title?: string): void {
  const name = useInstance().name;
  useEffect(() => {
    document.title = title ? `${title} · ${name}` : name;
  }, [title, name]);
}
