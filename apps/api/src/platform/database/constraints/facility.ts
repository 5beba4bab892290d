import { refused, type Refusals } from './refusal.js';

export const FACILITY: Refusals = {
  ...refused('facility.name-taken', {
    room_name_unique: 'There is already a room with this name.',
    hood_name_unique: 'There is already a hood with this name.',
    location_name_unique: 'There is already a location with this name.',
  }),
  ...refused('request.invalid', {
    room_kind_known: 'No such kind of room.',
    room_category_limit_known: 'A room is held to category 1, 2 or 3.',
    room_limit_has_reason: 'A room that is held to a lower category needs the reason.',
    hood_kind_known: 'No such kind of hood.',
    location_storage_known: 'Storage is CRT, REF or FRZ.',
    location_kind_known: 'A location is a shelf, for hazardous drugs, or for quarantine.',
  }),
  ...refused('request.refers-to-nothing', {
    hood_room_fk: 'The room does not exist.',
  }),
};
