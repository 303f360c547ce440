/** The languages people are spoken to. */
export type Language = "zh" | "en";
