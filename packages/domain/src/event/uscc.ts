const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** Check digit of the first 17 characters of a unified social credit code: weights 3^i mod 31 (GB 32100-2015, GB/T 17710). */
export function usccCheckDigit(first17: string): string | undefined {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    const value = alphabet.indexOf(character);
    if (value < 0) return undefined;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet[(31 - (sum % 31)) % 31];
}

/** Whether a text is a unified social credit code with its check digit. */
export function isUscc(text: string): boolean {
  return text.length === 18 && text[17] === usccCheckDigit(text.slice(0, 17));
}
