/**
 * Tall-man names met in infusion. `seen`: on a stored page of the FDA or ISMP list. `known`: from knowledge of the lists.
 * `uncertain`: not confirmed; kept here to be checked by a pharmacist, and not applied. Display only: never a search key
 * (domain-rules 6.3).
 */
export interface TallManName {
  readonly name: string;
  readonly mark: 'seen' | 'known' | 'uncertain';
}

const SEEN =
  'CARBOplatin CISplatin cycloSERINE cycloSPORINE DAUNOrubicin DOXOrubicin dimenhyDRINATE diphenhydrAMINE DOBUTamine DOPamine ' +
  'hydrALAZINE acetaZOLAMIDE acetoHEXAMIDE chlorproMAZINE chlorproPAMIDE vinBLAStine vinCRIStine ceFAZolin cefTRIAXone ' +
  'DACTINomycin DAPTOmycin ePHEDrine EPINEPHrine fentaNYL SUFentanil azaCITIDine azaTHIOprine riTUXimab inFLIXimab ' +
  'metroNIDAZOLE metFORMIN LORazepam HYDROmorphone amLODIPine aMILoride NIFEdipine niMODipine PENTobarbital PHENobarbital ' +
  'buPROPion busPIRone clomiPHENE clomiPRAMINE NovoLOG NovoLIN oxyCODONE OxyCONTIN clonazePAM cloNIDine PARoxetine ' +
  'FLUoxetine QUEtiapine OLANZapine quiNINE quiNIDine guanFACINE guaiFENesin';

const KNOWN =
  'methylPREDNISolone medroxyPROGESTERone niCARdipine dilTIAZem cefOXitin cefoTEtan cefTAZidime DOCEtaxel PACLitaxel ' +
  'epiRUBicin IDArubicin eriBULin mitoMYcin mitoXANTRONE LEVOleucovorin PEMEtrexed PRALAtrexate romiDEPsin ketOROLAC ' +
  'levETIRAcetam levOCARNitine levoFLOXacin dexmedeTOMIDine dexAMETHasone valGANciclovir valACYclovir rifAMPin sulfADIAZINE ' +
  'HumaLOG HumuLIN';

const UNCERTAIN = 'PHENYLephrine tiGECYCline';

const rows = (names: string, mark: TallManName['mark']): TallManName[] =>
  names.split(' ').map((name) => ({ name, mark }));

export const TALL_MAN: readonly TallManName[] = [
  ...rows(SEEN, 'seen'),
  ...rows(KNOWN, 'known'),
  ...rows(UNCERTAIN, 'uncertain'),
];

const APPLIED: ReadonlyMap<string, string> = new Map(
  TALL_MAN.filter((row) => row.mark !== 'uncertain').map((row) => [row.name.toLowerCase(), row.name]),
);

/** A drug name with tall-man letters where the lists have them: `ceftriaxone sodium` becomes `cefTRIAXone sodium` (LBL-10). */
export function tallMan(name: string): string {
  return name.replace(/[A-Za-z]+/g, (word) => APPLIED.get(word.toLowerCase()) ?? word);
}
