import type { WorksheetLine } from '../../api/types.js';

export interface Pick {
  key: string;
  location: string;
  productName: string;
  drugName: string;
  strengthText: string;
  ndc: string;
  lotNumber: string;
  expiresOn: string;
  packages: string;
  hazardous: boolean;
}

/** What to take from the shelf, one row a lot, in the order of one walk past the locations. */
export function pickList(lines: readonly WorksheetLine[]): Pick[] {
  const picks = lines.flatMap((line) =>
    line.allocations
      .filter((allocation) => allocation.state !== 'released')
      .map((allocation) => ({
        key: `${line.id} ${allocation.lotId} ${allocation.locationName}`,
        location: allocation.locationName,
        productName: line.productName,
        drugName: line.drugName,
        strengthText: line.strengthText,
        ndc: line.inHouse ? line.ndc : `NDC ${line.ndc}`,
        lotNumber: allocation.lotNumber,
        expiresOn: allocation.expiresOn,
        packages: allocation.packages.replace(/\.0+$/, ''),
        hazardous: line.hazardous,
      })),
  );
  return picks.sort((a, b) => a.location.localeCompare(b.location, 'en', { numeric: true }));
}
