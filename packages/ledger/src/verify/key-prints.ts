/** Positions whose keys are counted together: few enough to be looked at one by one when they differ. */
const BUCKET = 65_536n;

/** What a set of (identity, position) comes to, whatever the order of its members. */
export interface KeyPrint {
  readonly bucket: number;
  readonly count: number;
  readonly sums: readonly [number, number];
}

/**
 * Two sets of keys, one made of the events and one of the table, are the same when, bucket by bucket, they have as many members
 * and their members' hashes add up to the same. The hash is no cryptography, but its seeds are drawn for each run: whoever altered
 * the table could not aim at them. So the table is read once, in any order, and nothing grows with it.
 */
export class KeyPrints {
  private readonly prints = new Map<number, { count: number; first: number; second: number }>();

  constructor(private readonly seeds: readonly [number, number]) {}

  /** Adds a key: 16 bytes at `at`, and its position. */
  add(bytes: Buffer, at: number, position: bigint): void {
    const bucket = Number((position - 1n) / BUCKET);
    let print = this.prints.get(bucket);
    if (print === undefined) {
      print = { count: 0, first: 0, second: 0 };
      this.prints.set(bucket, print);
    }
    const within = Number((position - 1n) % BUCKET);
    print.count += 1;
    print.first = (print.first + mix(this.seeds[0], bytes, at, within)) | 0;
    print.second = (print.second + mix(this.seeds[1], bytes, at, within)) | 0;
  }

  all(): readonly KeyPrint[] {
    return Array.from(this.prints, ([bucket, { count, first, second }]) => ({
      bucket,
      count,
      sums: [first, second] as const,
    }));
  }

  merge(others: readonly KeyPrint[]): void {
    for (const { bucket, count, sums } of others) {
      const own = this.prints.get(bucket) ?? { count: 0, first: 0, second: 0 };
      own.count += count;
      own.first = (own.first + sums[0]) | 0;
      own.second = (own.second + sums[1]) | 0;
      this.prints.set(bucket, own);
    }
  }
}

/** The buckets in which two sets differ, with the positions they stand for: after `from`, up to `to`. */
export function differing(
  one: KeyPrints,
  other: KeyPrints,
): readonly { readonly from: bigint; readonly to: bigint }[] {
  const text = (print: KeyPrint): string => `${print.bucket} ${print.count} ${print.sums.join(" ")}`;
  const [ours, theirs] = [new Set(one.all().map(text)), new Set(other.all().map(text))];
  const odd = [...ours, ...theirs].filter((each) => !(ours.has(each) && theirs.has(each)));
  const buckets = [...new Set(odd.map((each) => Number(each.split(" ")[0])))].sort((a, b) => a - b);
  return buckets.map((bucket) => ({ from: BigInt(bucket) * BUCKET, to: (BigInt(bucket) + 1n) * BUCKET }));
}

/** Mixes every bit of the key and the seed into 32 (the steps are MurmurHash3's). */
function mix(seed: number, bytes: Buffer, at: number, within: number): number {
  let state = Math.imul(seed ^ within, 0xcc9e2d51);
  for (let word = at; word < at + 16; word += 4) {
    state ^= Math.imul(bytes.readInt32LE(word), 0x1b873593);
    state = (state << 13) | (state >>> 19);
    state = (Math.imul(state, 5) + 0xe6546b64) | 0;
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return state ^ (state >>> 16);
}
