/** A positive plain decimal number as text, at most 12 digits before and 6 after the point. */
export const DECIMAL = /^\d{1,12}(\.\d{1,6})?$/;
/** A calendar date, YYYY-MM-DD; that it exists is checked where it becomes a LocalDate. */
export const LOCAL_DATE = /^\d{4}-\d{2}-\d{2}$/;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export const isUuid = (text: string): boolean => UUID.test(text);
