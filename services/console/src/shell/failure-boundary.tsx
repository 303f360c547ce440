import { Component, type ReactNode } from "react";
import { Problem } from "../api/problem.js";
import { Failed } from "../part/notice.js";

/**
 * Keeps a view that cannot be drawn, or whose files could not be loaded (the service was away, or is another version by now), from
 * taking the page with it. Trying again loads the page anew. React wants a class for this.
 */
export class FailureBoundary extends Component<
  { readonly children: ReactNode },
  { readonly error: Error | undefined }
> {
  override state: { readonly error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    const isMissing = /dynamically imported module|Failed to fetch/u.test(error.message);
    const problem = new Problem(isMissing ? 0 : 500, isMissing ? "not-loaded" : "page", error.message);
    return <Failed problem={problem} again={() => location.reload()} />;
  }
}
