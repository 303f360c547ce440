import { useRef } from "react";

/** A number that is seen to change: when its text becomes another, it lights up for a moment. */
export function Figure({
  children,
  name,
}: {
  readonly children: string;
  readonly name?: string | undefined;
}) {
  const before = useRef({ text: children, turn: 0 });
  if (before.current.text !== children) before.current = { text: children, turn: before.current.turn + 1 };
  const { turn } = before.current;
  return (
    <span key={turn} className={turn === 0 ? "figure" : "figure figure-changed"} data-figure={name}>
      {children}
    </span>
  );
}
