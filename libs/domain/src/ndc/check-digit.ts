const DIGITS = /^\d+$/;

/**
 * GS1 check digit over the digits in front of it: weights 3, 1, 3, … from the right (GS1 General Specifications 7.9; domain-rules 7.2).
 * @throws RangeError for anything but digits.
 */
export function gs1CheckDigit(digitsWithoutCheck: string): string {
  if (!DIGITS.test(digitsWithoutCheck)) throw new RangeError(`Not digits: "${digitsWithoutCheck.slice(0, 40)}"`);
  let sum = 0;
  let weight = 3;
  for (let i = digitsWithoutCheck.length - 1; i >= 0; i--) {
    sum += Number(digitsWithoutCheck.charAt(i)) * weight;
    weight = 4 - weight;
  }
  return String((10 - (sum % 10)) % 10);
}

/** True when the last digit is the check digit of the others. False for text that is not two digits or more. */
export function hasValidCheckDigit(digits: string): boolean {
  return digits.length > 1 && DIGITS.test(digits) && gs1CheckDigit(digits.slice(0, -1)) === digits.slice(-1);
}

/**
 * The 14-digit form of a GTIN-8, -12 (UPC-A), -13 (EAN-13) or -14.
 * @throws RangeError for another length or a wrong check digit.
 */
export function toGtin14(digits: string): string {
  if (![8, 12, 13, 14].includes(digits.length) || !hasValidCheckDigit(digits))
    throw new RangeError(`Not a GTIN: "${digits.slice(0, 40)}"`);
  return digits.padStart(14, '0');
}
