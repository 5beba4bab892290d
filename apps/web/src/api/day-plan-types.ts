import type { components } from './schema.js';

type Schemas = components['schemas'];

export type SharingHood = Schemas['SharingHoodDto'];
export type SharingJob = Schemas['SharingJobDto'];
export type SharingVial = Schemas['SharingVialDto'];
export type SharingSaving = Schemas['SharingSavingDto'];
export type SharingNotMade = Schemas['SharingNotMadeDto'];
export type SharingOffer = Schemas['SharingOffer'];
/** The description leaves out that a described object may be null. */
export type SharingPlan = Omit<Schemas['SharingPlanResponse'], 'acceptedBy'> & {
  acceptedBy: Schemas['PersonRef'] | null;
};
export type SharingDay = Omit<Schemas['SharingDayResponse'], 'accepted' | 'proposed'> & {
  accepted: SharingPlan | null;
  proposed: SharingPlan | null;
};
