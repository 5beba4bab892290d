/** What a scanned GTIN counts as, in packages of the product. */
export interface PackagingLevel {
  /** 1 to 8 of the GTIN's first digit; 0 for the package itself. */
  readonly indicator: number;
  /** Packages in it; null when the supplier's pack sizes do not say: a person counts. */
  readonly packages: number | null;
  /** To be confirmed by the person: the code names the level, not how many are inside (domain-rules 7.2). */
  readonly confirm: boolean;
}

/**
 * The packaging level behind a GTIN. A product's own GTIN is one package whatever its first digit. A carton's content is what the
 * supplier sells as one pack, where that is one number; the code itself never says it.
 */
export function packagingLevel(
  gtin: string | null,
  productGtin: string | null,
  packSizes: readonly number[],
): PackagingLevel {
  const indicator = gtin === null ? 0 : Number(gtin.charAt(0));
  if (gtin === null || gtin === productGtin || indicator === 0 || indicator === 9)
    return { indicator: 0, packages: 1, confirm: false };
  const sizes = [...new Set(packSizes.filter((size) => size > 1))];
  const [only] = sizes;
  return { indicator, packages: sizes.length === 1 && only !== undefined ? only : null, confirm: true };
}
