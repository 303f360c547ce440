import type { ReactNode } from "react";

/** A wide table scrolls within itself; the keyboard must reach it. */
export function TableFrame({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className="table-frame" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
