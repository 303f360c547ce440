import type { Client } from "pg";

/** A crew's trade: asks the database anything, counting from `order` on. */
export const asking = {
  name: "asking",
  work: (client: Client, order: number) => {
    let count = order;
    return {
      value: async (sql: string): Promise<unknown> => {
        const { rows } = await client.query<{ readonly value: unknown }>(`select (${sql}) as value`);
        count += 1;
        return rows[0]?.value;
      },
      count: () => count,
      /** Answers, and the thread dies once the lock is to be had. */
      die: (lock: number): void => {
        void client.query("select pg_advisory_lock($1)", [lock]).then(() => {
          throw new Error("died");
        });
      },
    };
  },
  worker: new URL("../../dist/testing/asking-worker.js", import.meta.url),
};
