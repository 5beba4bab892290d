export type {
  CostUnit,
  DayPlan,
  DayRequest,
  FamilyAnswer,
  PlanDraw,
  PlanJob,
  PlannedVial,
  PlanProduct,
  PlanWorksheet,
} from './facts.js';
export { planDay } from './plan-day.js';
export { checkPlan } from './check-plan.js';
export type { PackingModel, ShareSolver, SolverAnswer } from './packing.js';
export { DEFAULT_PACE, workMinutes, type Pace } from './work-minutes.js';
