// The source of a work, to read and to copy: one tab for each pass.
import { memo, useMemo, useState } from "react";
import { bytes } from "../lib/format";
import { glslLines, type TokenKind } from "../lib/glsl-tokens";
import type { ShaderPage } from "../lib/types";
import { cx } from "../lib/cx";
import { CopyButton } from "./CopyButton";
import { Tabs } from "./Tabs";

type Pass = ShaderPage["passes"][number];

const COLOURS: Record<TokenKind, string> = {
  plain: "",
  comment: "text-ink-3",
  directive: "text-code-directive",
  keyword: "text-code-keyword",
  type: "text-code-type",
  number: "text-code-number",
  builtin: "text-code-builtin",
  uniform: "text-code-uniform",
};

/** Above so many lines those out of sight are not laid out. */
const LONG = 400;

export interface CodeViewProps {
  passes: readonly Pass[];
  /** Scrolls inside its own frame of this class's height; without it the code is as tall as it is. */
  className?: string;
  codeClassName?: string;
}

export function CodeView({ passes, className, codeClassName }: CodeViewProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const pass = passes.find((one) => one.name === chosen) ?? passes.find((one) => one.type === "image") ?? passes[0];
  if (!pass) return null;
  return (
    <div className={cx("flex min-h-0 flex-col", className)}>
      <Tabs
        label="Passes"
        value={pass.name}
        onChange={setChosen}
        tabs={passes.map((one) => ({ value: one.name, label: one.name }))}
        listClassName="pr-1 pl-1"
        trailing={
          <>
            <span className="tabular hidden font-mono text-xs text-ink-3 sm:block">{bytes(new Blob([pass.code]).size)}</span>
            <CopyButton text={pass.code} name={pass.name} />
          </>
        }
      />
      <Source code={pass.code} className={codeClassName} />
      <Inputs pass={pass} />
    </div>
  );
}

const Source = memo(function Source({ code, className }: { code: string; className?: string }) {
  const lines = useMemo(() => glslLines(code.replace(/\n+$/, "")), [code]);
  return (
    // A scrolling region must be reachable by keyboard.
    <div tabIndex={0} role="region" aria-label="Source code" className={cx("min-h-0 flex-1 overflow-auto py-3 -outline-offset-2", className)}>
      <pre className="w-fit min-w-full font-mono text-sm leading-[20px] text-ink">
        <code style={{ tabSize: 4 }}>
          {lines.map((line, index) => (
            <span key={index} className={cx("block pr-6 pl-14", lines.length > LONG && "[contain-intrinsic-size:auto_20px] [content-visibility:auto]")}>
              <span aria-hidden className="tabular float-left -ml-14 w-11 text-right text-ink-3 select-none">
                {index + 1}
              </span>
              {line.length === 0 ? "\n" : line.map((token, at) => (token.kind === "plain" ? token.text : <span key={at} className={COLOURS[token.kind]}>{token.text}</span>))}
            </span>
          ))}
        </code>
      </pre>
    </div>
  );
});

function Inputs({ pass }: { pass: Pass }) {
  if (pass.inputs.length === 0) return null;
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-1 border-t border-line px-4 py-2 text-xs">
      {pass.inputs.map((input) => (
        <div key={input.channel} className="flex gap-1.5">
          <dt className="font-mono text-code-uniform">iChannel{input.channel}</dt>
          <dd className="text-ink-2">
            {input.source}
            <span className="text-ink-3"> · {input.sampler.filter}, {input.sampler.wrap}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
