import { refused, type Refusals } from './refusal.js';

export const FORMULARY: Refusals = {
  ...refused('request.invalid', {
    drug_kind_known: 'No such kind of drug.',
    drug_hazard_known: 'No such list of hazardous drugs.',
    drug_maximum_rate_whole: 'A maximum rate has a number, a unit and a source.',
    drug_antineoplastic_is_hazardous: 'An antineoplastic drug is hazardous: name the list.',
    product_ndc11_shape: 'The 11-digit NDC has 11 digits.',
    product_gtin_shape: 'A GTIN has 14 digits.',
    product_container_kind_known: 'No such kind of container.',
    product_form_known: 'A product is a powder, a solution or empty.',
    product_stock_unit_known: 'Stock is kept in mg, mL, units, mmol, mEq or pieces.',
    product_content_positive: 'A container holds more than nothing.',
    product_strength_positive: 'A strength is more than zero.',
    product_strength_per_positive: 'A strength is per a volume of more than zero.',
    product_reconstitution_positive: 'A powder is reconstituted with more than nothing.',
    product_displacement_not_negative: 'A powder cannot displace less than nothing.',
    product_storage_known: 'Storage is CRT, REF or FRZ.',
    product_in_use_positive: 'An in-use time is more than zero hours.',
    product_reconstituted_positive: 'A reconstituted drug is stable for more than zero hours.',
    product_schedule_known: 'A controlled substance is in schedule CII to CV.',
    product_powder_has_reconstitution:
      'A powder needs its diluent, the volume to add and its strength once reconstituted.',
    product_solution_in_ml: 'A solution is kept in mL.',
    product_strength_whole: 'A strength has an amount, a unit and a volume.',
    stability_evidence_limit_positive: 'A limit is more than zero hours.',
    stability_evidence_clock_known: 'The clock runs from the start of preparation or from reconstitution.',
    stability_evidence_status_known: 'Evidence is unconfirmed, confirmed or withdrawn.',
    stability_evidence_confirmed_has_reviewer: 'Confirmed evidence names who reviewed it and when.',
    stability_evidence_range: 'The lower concentration is not above the higher one.',
    formulation_version_approval_whole: 'Not an accepted value: formulation version approval whole.',
    formulation_version_state_known: 'Not an accepted value: formulation version state known.',
  }),
  ...refused('drug.name-taken', {
    drug_name_unique: 'There is already a drug with this name.',
  }),
  ...refused('request.refers-to-nothing', {
    product_drug_fk: 'The drug does not exist.',
    product_reconstitution_fk: 'The diluent does not exist.',
    product_gate_product_fk: 'The product does not exist.',
    stability_evidence_drug_fk: 'The drug does not exist.',
    stability_evidence_reviewer_fk: 'The reviewer does not exist.',
    formulation_version_approver_fk: 'What the formulation version approver refers to does not exist.',
    formulation_version_author_fk: 'What the formulation version author refers to does not exist.',
    formulation_version_base_fk: 'What the formulation version base refers to does not exist.',
    formulation_version_formulation_fk: 'What the formulation version formulation refers to does not exist.',
    formulation_version_signature_fk: 'What the formulation version signature refers to does not exist.',
  }),
  ...refused('product.ndc-taken', {
    product_ndc_unique: 'There is already a product with this NDC.',
    product_ndc11_unique: 'There is already a product with this NDC in its 11-digit form.',
    product_gtin_unique: 'There is already a product with this GTIN.',
  }),
  ...refused('request.conflict', {
    stability_evidence_record_unique: 'This evidence is on file already.',
    formulation_number_unique: 'The formulation number is taken.',
    formulation_version_number_unique: 'The formulation version number is taken.',
  }),
  ...refused('formula.name-taken', {
    formulation_name_unique: 'There is already a formula with this name.',
  }),
  ...refused('formula.own-approval', {
    formulation_version_author_not_approver: 'The author of a formula does not approve it.',
  }),
  ...refused('formula.wrong-state', {
    formulation_version_one_approved: 'Another version was approved meanwhile.',
    formulation_version_one_draft: 'There is already a draft. Edit it.',
  }),
  ...refused('formula.frozen', {
    formulation_version_frozen: 'An approved formula never changes. Write a new version.',
  }),
};
