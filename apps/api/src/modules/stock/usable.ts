/**
 * SQL for whether a lot may leave for compounding: the same as `mayLeave` of #domain/stock, for figures that are summed where the
 * stock is (a spec compares the two at every state and boundary). Of stock on a shelf add that the place is not for quarantine.
 * @param lot alias of the table `lot`
 * @param date SQL for `earliestInDate` of the moment
 * @param now SQL for the moment
 */
export const usableLot = (lot: string, date: string, now: string): string =>
  `(${lot}.state = 'available' and ${lot}.expires_on >= ${date} and (${lot}.usable_until is null or ${lot}.usable_until >= ${now}))`;
