import { Injectable } from '@nestjs/common';
import { tallMan } from '#domain/display';
import { Decimal } from '#domain/quantity';
import {
  dateOf,
  NEVER,
  prepare,
  runCase,
  suggestOrders,
  supplyHorizon,
  type SupplyAnswer,
  type SupplyUnit,
} from '#domain/supply';
import type { Actor } from '../../platform/auth/actor.js';
import { Audit } from '../../platform/audit/audit.js';
import { Database, type Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/problem.js';
import { Sites } from '../../platform/site/site.js';
import { productsById } from '../formulary/product-facts.js';
import { Breath } from './breath.js';
import { coverage, leverOf, leverResponse, offeredLevers, type LeverSources } from './levers.js';
import { parLevels, parOf } from './par-levels.js';
import { amountIn } from './product-amount.js';
import { Projections, usualOffers } from './projection.js';
import type {
  DrugSupplyResponse,
  InboundRow,
  ShortagePackageRow,
  SupplyAnswerDto,
  SupplyNoteResponse,
  WhatIfResponse,
} from './supply.dto.js';
import type { WhatIfRequest } from './supply-requests.dto.js';
import { stockUnits, supplyOf, type DrugSupply } from './supply-facts.js';
import { lotsOnShelves, openContainersOf } from './supply-facts.queries.js';
import { pricesPerPackage } from './supply-market.js';
import { alternativesOf, type AlternativeRow } from './supply-market.queries.js';
import { openNotices, parResponse } from './supply.queries.js';

/** Rounding of doses that a pharmacy allows where its settings say nothing. [confirm] */
const DEFAULT_ROUNDING_PERCENT = '5';

/** One drug's page: worked out when asked, so that it is never older than what it stands on. */
@Injectable()
export class DrugSupplyService {
  constructor(
    private readonly db: Database,
    private readonly projections: Projections,
    private readonly sites: Sites,
    private readonly audit: Audit,
  ) {}

  async show(actor: Actor, drugId: string): Promise<DrugSupplyResponse> {
    const reader = this.db.reader;
    const sources = await this.sources(drugId);
    const { supply } = sources;
    const { facts } = supply;
    const answer = supplyHorizon(facts);
    const base = coverage(facts, []);
    const [pars, shortages, notes, notices] = await Promise.all([
      parLevels(reader, [drugId]),
      shortagePackages(reader, drugId),
      notesOf(reader, drugId),
      openNotices(reader, drugId),
      this.tellReads(actor, answer),
    ]);
    const breath = new Breath();
    const levers: DrugSupplyResponse['levers'] = [];
    for (const lever of offeredLevers(sources)) {
      levers.push(leverResponse(lever, facts, base));
      await breath.take();
    }
    const indications = new Map<string, number>();
    for (const { indication } of facts.doses) indications.set(indication, (indications.get(indication) ?? 0) + 1);
    return {
      drugId,
      drugName: tallMan(facts.drugName),
      computedAt: facts.calendar.now,
      answer: answerDto(answer),
      par: parResponse(pars.get(drugId)),
      suggestions: suggestOrders(facts, parOf(pars, drugId), usualOffers(supply)).map(
        ({ packs, packages, dollars, offer }) => ({
          packs,
          packages,
          dollars,
          supplier: offer.supplierName,
          product: offer.product.productName,
        }),
      ),
      levers,
      indications: [...indications].map(([name, doses]) => ({ name, doses })).sort((a, b) => b.doses - a.doses),
      products: supply.products.map((product) => ({ id: product.facts.id, name: tallMan(product.facts.name) })),
      alternatives: sources.alternatives.map(({ drugId: _, name, ...rest }) => ({ ...rest, name: tallMan(name) })),
      inbound: inboundRows(supply),
      shortages,
      notes,
      notices: notices.map((notice) => ({ ...notice, drugName: tallMan(notice.drugName) })),
      notCounted: [...supply.notCounted],
    };
  }

  /** The page's figures with some levers together. */
  async whatIf(actor: Actor, drugId: string, request: WhatIfRequest): Promise<WhatIfResponse> {
    const sources = await this.sources(drugId);
    const { facts } = sources.supply;
    const levers = request.levers.map((lever) => leverOf(lever, sources));
    const answer = supplyHorizon(facts, levers);
    const reached = runCase(prepare(facts, levers), 'expected').firstShort ?? facts.calendar.days;
    const base = coverage(facts, []);
    await this.tellReads(actor, answer);
    return {
      answer: answerDto(answer),
      daysGained: reached - base,
      atLeast: reached >= facts.calendar.days && reached > base,
    };
  }

  private tellReads(actor: Actor, answer: SupplyAnswer): Promise<void> {
    const patients = [...new Set(answer.patientsHit.map((hit) => hit.patientId))];
    return this.audit.read(
      actor,
      patients.map((id) => ({ kind: 'patient', id })),
      'patients without supply',
    );
  }

  private async sources(drugId: string): Promise<LeverSources> {
    const reader = this.db.reader;
    const [calendar, alternatives, site] = await Promise.all([
      this.projections.calendar(),
      alternativesOf(reader, [drugId]),
      this.sites.current(reader),
    ]);
    const otherIds = alternatives.flatMap(({ alternativeDrugId }) => alternativeDrugId ?? []);
    const found = await supplyOf(reader, [...new Set([drugId, ...otherIds])], calendar);
    const byId = new Map(found.map((one) => [one.drug.id, one]));
    const supply = byId.get(drugId);
    if (!supply) throw notFound('drug with a product that can be counted', drugId);
    return {
      supply,
      roundingPercent: roundingPercent(site.settings),
      alternatives,
      others: byId,
      alternativeUnits: await alternativeUnits(reader, alternatives, supply),
    };
  }
}

/** The pharmacy's own limit, 0 to 10 percent; what is not such a number is not used. */
function roundingPercent(settings: Readonly<Record<string, unknown>>): string {
  const own = settings['doseRoundingPercent'];
  const text = typeof own === 'number' || typeof own === 'string' ? String(own) : '';
  return /^\d{1,2}(\.\d{1,2})?$/.test(text) && Decimal.of(text).lte(10) ? text : DEFAULT_ROUNDING_PERCENT;
}

/** Stock of products kept as alternatives, as much of the original drug as it stands for. */
async function alternativeUnits(
  reader: Reader,
  alternatives: readonly AlternativeRow[],
  { facts }: DrugSupply,
): Promise<Map<string, SupplyUnit[]>> {
  const ids = alternatives.flatMap(({ alternativeProductId }) => alternativeProductId ?? []);
  if (ids.length === 0) return new Map();
  const [products, lots, open] = await Promise.all([
    productsById(reader, ids),
    lotsOnShelves(reader, ids),
    openContainersOf(reader, ids),
  ]);
  const own = new Set(facts.stock.filter(({ otherStrength }) => !otherStrength).map(({ id }) => id));
  return new Map(
    alternatives.map((row) => {
      const product = products.get(row.alternativeProductId ?? '');
      if (!product || amountIn(facts.unit, product.facts.content, product) === null) return [row.id, []];
      const context = {
        unit: facts.unit,
        calendar: facts.calendar,
        prices: pricesPerPackage([]),
        usual: new Set([product.facts.id]),
      };
      const factor = Decimal.of(row.doseFactor ?? '1');
      const standsFor = (amount: number): number => Number(Decimal.of(BigInt(amount)).dividedBy(factor).floor());
      const units = stockUnits(product, lots, open, context)
        .filter(({ id }) => !own.has(id))
        .map((unit) => ({ ...unit, amount: standsFor(unit.amount), content: Math.max(1, standsFor(unit.content)) }));
      return [row.id, units];
    }),
  );
}

const answerDto = (answer: SupplyAnswer): SupplyAnswerDto => ({
  ...answer,
  patientsHit: [...answer.patientsHit],
  expiring: answer.expiring.map((one) => ({ ...one, productName: tallMan(one.productName) })),
  series: [...answer.series],
  derivation: [...answer.derivation],
});

function inboundRows({ facts, onOrder }: DrugSupply): InboundRow[] {
  const date = (day: number | null): string | null =>
    day === null || day === NEVER || day > 400 ? null : dateOf(facts.calendar, day);
  return facts.inbound.map((unit) => ({
    purchaseOrderId: onOrder.find(({ lineId }) => lineId === unit.id)?.purchaseOrderId ?? '',
    number: unit.label,
    supplier: unit.supplier,
    productName: tallMan(unit.productName),
    packages: unit.packages,
    early: date(unit.early),
    typical: date(unit.typical),
    late: date(unit.late),
  }));
}

const shortagePackages = (reader: Reader, drugId: string): Promise<ShortagePackageRow[]> =>
  rows<ShortagePackageRow>(
    reader,
    `select package_ndc as "packageNdc", company_name as "companyName", presentation, standing, product_id as "productId"
     from shortage_item where drug_id = $1 and gone_at is null and status in ('current','to-be-discontinued')
     order by product_id nulls last, company_name, package_ndc limit 100`,
    [drugId],
  );

const notesOf = (reader: Reader, drugId: string): Promise<SupplyNoteResponse[]> =>
  rows<SupplyNoteResponse>(
    reader,
    `select n.id, n.text, p.printed_name as "writtenBy", n.written_at as "writtenAt" from supply_note n join person p on p.id = n.written_by
     where n.drug_id = $1 order by n.written_at desc, n.id desc limit 100`,
    [drugId],
  );
