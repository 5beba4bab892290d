export type { EventOf, Machine, StateOf, Transition } from './machine.js';
export { check, defineMachine, next, permitted, possible, type Next } from './state-machine.js';
