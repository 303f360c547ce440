/** Every view of the console by an address that shows it full, and what is there when it has come. */
export const views: readonly { readonly name: string; readonly hash: string; readonly shows: string }[] = [
  { name: "board", hash: "#/board?period=all&measure=25.1a", shows: ".trend-path" },
  {
    name: "replay",
    hash: "#/replay?period=all&asOf=2026-10-31T16:00:00.000Z&and=3000",
    shows: ".difference",
  },
  { name: "intake", hash: "#/intake", shows: ".rejections tbody tr" },
  { name: "lists", hash: "#/lists?state=late&sort=-closed", shows: ".list tbody td a" },
  { name: "case", hash: "#/case/lead/CONSOLE-CORRECTED", shows: ".clock .strip-due" },
  { name: "audit", hash: "#/audit", shows: ".seals tbody tr" },
];
