export { ORDER_MACHINE, type OrderEvent, type OrderState } from './states.js';
export {
  DEVICES,
  DOSE_BASES,
  ROUTES,
  SCHEDULES,
  type Device,
  type DoseBasis,
  type Route,
  type Schedule,
} from './terms.js';
export { minutesText, orderTitle, preparationTitle, type TitledLine, type TitledOrder } from './title.js';
