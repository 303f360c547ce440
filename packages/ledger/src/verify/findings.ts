import type { Tell } from "./batch-check.js";
import type { Finding } from "./finding.js";

const MOST = 1_000;

/** Gathers findings: counts all, keeps the first thousand told. */
export class Findings {
  found = 0;
  private readonly kept: Finding[] = [];

  readonly tell: Tell = (code, position, message) => this.add([{ code, position, message }]);

  add(findings: readonly Finding[]): void {
    this.found += findings.length;
    this.kept.push(...findings.slice(0, MOST - this.kept.length));
  }

  inOrder(): readonly Finding[] {
    return [...this.kept].sort((a, b) => (a.position < b.position ? -1 : Number(a.position > b.position)));
  }
}
