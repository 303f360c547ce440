/** A wait that can be cut short. */
export interface Alarm {
  /** Ends the present wait, or the next one if none is under way. */
  readonly ring: () => void;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** An alarm for one waiter. */
export function alarm(): Alarm {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      if (wake === undefined) rung = true;
      else wake();
    },
    wait: async (milliseconds) => {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = undefined;
      }
      rung = false;
    },
  };
}
