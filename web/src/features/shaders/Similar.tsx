// More like this.
import { useQuery } from "@tanstack/react-query";
import { similarQuery } from "../../lib/shaders";
import { ShaderGrid } from "../../ui/ShaderGrid";

export function Similar({ id }: { id: string }) {
  const { data } = useQuery(similarQuery(id));
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-labelledby="similar" className="border-t border-line px-4 pt-8 pb-12 md:px-6">
      <h2 id="similar" className="mb-4 text-sm font-medium text-ink">
        More like this
      </h2>
      <ShaderGrid label="Similar shaders" cards={data.items} />
    </section>
  );
}
