/** A place of the data that a schema refused. */
export interface Place {
  readonly path: readonly PropertyKey[];
  /** No such field. */
  readonly unexpected: boolean;
  /** The field is absent. */
  readonly missing: boolean;
}

/** The parts of an issue of Effect's Schema that are read here; never its input. */
export interface IssueNode {
  readonly _tag: string;
  readonly path?: readonly PropertyKey[];
  readonly issue?: IssueNode;
  readonly issues?: readonly IssueNode[];
}

/** The leaves of an issue tree by place, each place once, in the tree's order. */
export function places(issue: IssueNode): readonly Place[] {
  const found = new Map<string, Place>();
  const visit = (node: IssueNode, path: readonly PropertyKey[]): void => {
    const here = node._tag === "Pointer" ? [...path, ...(node.path ?? [])] : path;
    const inner = [...(node.issue === undefined ? [] : [node.issue]), ...(node.issues ?? [])];
    if (inner.length > 0) {
      for (const each of inner) visit(each, here);
      return;
    }
    const key = JSON.stringify(here.map(String));
    if (!found.has(key)) {
      found.set(key, {
        path: here,
        unexpected: node._tag === "UnexpectedKey",
        missing: node._tag === "MissingKey",
      });
    }
  };
  visit(issue, []);
  return [...found.values()];
}
