/** Waits that end with whoever waits. */
export class Waits {
  private readonly timers = new Set<NodeJS.Timeout>();

  /** Resolves after so many milliseconds; never, when all were ended before. */
  for(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.timers.delete(timer);
        resolve();
      }, milliseconds);
      this.timers.add(timer);
    });
  }

  end(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }
}
