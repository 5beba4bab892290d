import { refused, type Refusals } from './refusal.js';

export const STOCK: Refusals = {
  ...refused('request.refers-to-nothing', {
    lot_product_fk: 'The product does not exist.',
    open_container_lot_fk: 'The lot does not exist.',
    open_container_opener_fk: 'The person does not exist.',
    open_container_hood_fk: 'The hood does not exist.',
    stock_movement_actor_fk: 'The person does not exist.',
    stock_movement_reverses_fk: 'The movement does not exist.',
    stock_entry_movement_fk: 'The movement does not exist.',
    stock_entry_account_fk: 'The account does not exist.',
    stock_entry_lot_fk: 'The lot does not exist.',
    stock_balance_account_fk: 'The account does not exist.',
    stock_balance_lot_fk: 'The lot does not exist.',
    allocation_line_fk: 'The line of the worksheet does not exist.',
    allocation_balance_fk: 'There is no such stock.',
  }),
  ...refused('request.invalid', {
    lot_number_shape: 'A lot number has 1 to 20 characters, capitals, no blanks around it.',
    lot_state_known: 'No such state of a lot.',
    open_container_state_known: 'A container is open or discarded.',
    open_container_air_known: 'A container is opened in ISO 5 air or in other air.',
    open_container_volume_positive: 'A reconstituted volume is more than zero.',
    open_container_discarded_has_time: 'A discarded container has the time when it was discarded.',
    stock_account_kind_known: 'No such kind of account.',
    stock_account_negative_kinds: 'Only suppliers and count differences may be below zero.',
    stock_movement_reason_known: 'No such reason of a movement.',
    stock_entry_not_zero: 'A line of a movement moves something.',
    allocation_quantity_positive: 'An allocation is of more than nothing.',
    allocation_state_known: 'An allocation is active, used or released.',
    allocation_resolved_has_time: 'An allocation that has ended has the time of its end.',
  }),
  ...refused('request.conflict', {
    lot_identity_unique: 'This lot is on file already.',
    open_container_number_unique: 'This container number is taken.',
    open_container_serial_unique: 'The package with this serial number has already been opened.',
    stock_account_subject_unique: 'This account exists already.',
  }),
  ...refused('stock.already-reversed', {
    stock_movement_reversed_once: 'This movement has already been taken back.',
  }),
  ...refused('stock.out-of-balance', {
    stock_entry_balanced: 'What leaves one account arrives in another: this movement does not balance.',
  }),
  ...refused('stock.never-below-zero', {
    stock_balance_not_negative: 'There is not that much left.',
  }),
  ...refused('stock.promised', {
    stock_balance_allocated_fits: 'What is left is promised to other worksheets.',
  }),
  ...refused('stock.not-allocated', {
    allocation_used_fits: 'More would be used than was promised.',
  }),
};
