import { refused, type Refusals } from './refusal.js';

export const ORDERS: Refusals = {
  ...refused('request.conflict', {
    patient_number_unique: 'This patient number is taken.',
    infusion_order_number_unique: 'The infusion order number is taken.',
  }),
  ...refused('request.invalid', {
    patient_family_name_given: 'A patient needs a family name.',
    patient_given_name_given: 'A patient needs a given name.',
    patient_sex_known: 'Sex is female, male, other or unknown.',
    patient_care_setting_known: 'The care setting is home, hospital or clinic.',
    patient_weight_plausible: 'A weight is between 0 and 700 kg.',
    patient_height_plausible: 'A height is between 0 and 300 cm.',
    infusion_order_line_basis_known: 'Not an accepted value: infusion order line basis known.',
    infusion_order_line_dose_positive: 'Not an accepted value: infusion order line dose positive.',
    infusion_order_line_role_known: 'Not an accepted value: infusion order line role known.',
    infusion_order_state_known: 'Not an accepted value: infusion order state known.',
    infusion_order_version_containers_bounded: 'Not an accepted value: infusion order version containers bounded.',
    infusion_order_version_days_bounded: 'Not an accepted value: infusion order version days bounded.',
    infusion_order_version_device_known: 'Not an accepted value: infusion order version device known.',
    infusion_order_version_duration_positive: 'Not an accepted value: infusion order version duration positive.',
    infusion_order_version_interval_positive: 'Not an accepted value: infusion order version interval positive.',
    infusion_order_version_route_known: 'Not an accepted value: infusion order version route known.',
    infusion_order_version_schedule_known: 'Not an accepted value: infusion order version schedule known.',
    infusion_order_version_storage_known: 'Not an accepted value: infusion order version storage known.',
    order_review_decision_known: 'Not an accepted value: order review decision known.',
    order_review_refusal_reasoned: 'Not an accepted value: order review refusal reasoned.',
  }),
  ...refused('patient.mrn-taken', {
    patient_mrn_unique: 'Another patient has this medical record number.',
  }),
  ...refused('order.invalid', {
    infusion_order_line_basis_whole: 'A dose per kg or m² needs that dose and the body measure.',
    infusion_order_line_one_base: 'An order has one base solution at most.',
    infusion_order_version_interval_fits: 'An interval belongs to an intermittent schedule, and only there.',
  }),
  ...refused('request.refers-to-nothing', {
    infusion_order_line_drug_fk: 'A drug of the order is not in the formulary.',
    infusion_order_line_version_fk: 'What the infusion order line version refers to does not exist.',
    infusion_order_patient_fk: 'The patient does not exist.',
    infusion_order_version_enterer_fk: 'What the infusion order version enterer refers to does not exist.',
    infusion_order_version_order_fk: 'What the infusion order version order refers to does not exist.',
    order_review_formulation_fk: 'What the order review formulation refers to does not exist.',
    order_review_order_fk: 'What the order review order refers to does not exist.',
    order_review_reviewer_fk: 'What the order review reviewer refers to does not exist.',
    order_review_signature_fk: 'What the order review signature refers to does not exist.',
    order_review_version_fk: 'What the order review version refers to does not exist.',
  }),
  ...refused('order.changed-meanwhile', {
    infusion_order_version_number_unique: 'Somebody else changed the order meanwhile.',
  }),
  ...refused('order.findings-open', {
    order_review_approval_signed: 'An approval names its formula and is signed.',
  }),
  ...refused('order.wrong-state', {
    order_review_approved_once: 'This version is already approved.',
  }),
};
