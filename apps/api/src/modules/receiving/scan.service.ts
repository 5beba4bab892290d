import { Injectable } from '@nestjs/common';
import { tallMan } from '#domain/display';
import type { Finding } from '#domain/finding';
import { orderedPackages, outstandingPackages } from '#domain/purchase-order';
import { packagingLevel } from '#domain/receiving';
import { productLookup } from '#domain/worksheet';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { CodeReader, type ReadProductCode } from '../formulary/code-reader.js';
import { productsByCode, type ProductRecord } from '../formulary/product-facts.js';
import { orderLines, orderRow, type OrderLineRow } from '../purchasing/orders.queries.js';
import { packSizes } from '../purchasing/suppliers.queries.js';
import { normalLotNumber } from '../stock/lot-facts.js';
import type {
  ExpectedLineDto,
  ReceivingProductDto,
  ReceivingScanRequest,
  ReceivingScanResponse,
} from './receiving.dto.js';

interface Extra {
  readonly id: string;
  readonly schedule: string | null;
  readonly dscsaExempt: boolean;
}

/** What a code on a delivered package is, and which line of the order it belongs to. Nothing changes. */
@Injectable()
export class ScanService {
  constructor(private readonly codes: CodeReader) {}

  async read(reader: Reader, input: ReceivingScanRequest): Promise<ReceivingScanResponse> {
    const entry = input.entry === 'keyed' ? 'keyed' : 'scanned';
    const read = await this.codes.read(reader, input.code, entry);
    const { scanned } = read;
    const { fields } = scanned;
    const refused = scanned.kind === 'refused' || scanned.kind === 'internal';
    const lookup = productLookup(scanned);
    const known = refused ? [] : (await productsByCode(reader, lookup)).filter((p) => p.active);
    const product = read.product ?? known.find((p) => p.facts.id === input.productId) ?? null;
    const candidates = product === null && known.length > 1 ? known : [];
    const { line, notOrdered, supplierId } = await this.expected(reader, input, product);
    const sizes = product ? await packSizes(reader, product.facts.id, supplierId) : [];
    const level = packagingLevel(fields.gtin ?? null, product?.facts.gtin ?? null, sizes);
    const extras = await this.extras(reader, [...(product ? [product] : []), ...candidates]);
    const dto = (p: ProductRecord): ReceivingProductDto => productDto(p, extras.get(p.facts.id));
    const serialSeen = await this.serialSeen(reader, product, fields.serial, level.indicator);
    return {
      scanned: scannedDto(read),
      product: product ? dto(product) : null,
      candidates: candidates.map(dto),
      orderLine: line ? expectedDto(line) : null,
      notOrdered,
      packages: product ? level.packages : null,
      carton: level.indicator > 0,
      serialSeen,
      stranger: !refused && product === null && candidates.length === 0,
      findings: await this.findings(reader, read, product, serialSeen),
    };
  }

  private async expected(
    reader: Reader,
    input: ReceivingScanRequest,
    product: ProductRecord | null,
  ): Promise<{ line: OrderLineRow | null; notOrdered: boolean; supplierId: string | null }> {
    if (input.purchaseOrderId === undefined)
      return { line: null, notOrdered: false, supplierId: input.supplierId ?? null };
    const { supplierId } = await orderRow(reader, input.purchaseOrderId);
    const lines = await orderLines(reader, input.purchaseOrderId);
    const line = lines.find((one) => one.productId === product?.facts.id) ?? null;
    return { line, notOrdered: product !== null && line === null, supplierId };
  }

  private async extras(reader: Reader, products: readonly ProductRecord[]): Promise<Map<string, Extra>> {
    const found = await rows<Extra>(
      reader,
      'select id, schedule, dscsa_exempt as "dscsaExempt" from product where id = any($1::uuid[])',
      [products.map((p) => p.facts.id)],
    );
    return new Map(found.map((extra) => [extra.id, extra]));
  }

  /** Of a package: a carton's serial is not one of the product's. */
  private async serialSeen(
    reader: Reader,
    product: ProductRecord | null,
    serial: string | undefined,
    indicator: number,
  ): Promise<boolean> {
    if (!product || serial === undefined || indicator > 0) return false;
    const [seen] = await rows(reader, 'select 1 from package_serial where product_id = $1 and serial = $2', [
      product.facts.id,
      serial,
    ]);
    return seen !== undefined;
  }

  private async findings(
    reader: Reader,
    read: ReadProductCode,
    product: ProductRecord | null,
    serialSeen: boolean,
  ): Promise<Finding[]> {
    const { lot, expiry, serial } = read.scanned.fields;
    // Which of several it is was chosen by a person.
    const found = read.findings.filter((f) => !(product && f.code === 'product.ambiguous')).map(copied);
    if (product && lot !== undefined && expiry !== undefined) {
      const others = await rows<{ expiresOn: string }>(
        reader,
        `select expires_on as "expiresOn" from lot where product_id = $1 and lot_number = $2 and expires_on <> $3 order by 1`,
        [product.facts.id, normalLotNumber(lot), expiry],
      );
      if (others.length > 0)
        found.push({
          code: 'lot.same-number-other-expiry',
          severity: 'soft',
          message: `Lot ${lot} is on file with expiry ${others.map((o) => o.expiresOn).join(', ')} too. Compare with the package: they are kept as two lots.`,
        });
    }
    if (serialSeen)
      found.push({
        code: 'serial.seen-before',
        severity: 'hard',
        message: `A package with serial number ${serial ?? ''} was received before. It will be held as suspect product.`,
        source: 'domain-rules 7.3; DS-06',
      });
    return found;
  }
}

const copied = ({ facts, ...f }: Finding): Finding => ({ ...f, ...(facts && { facts: { ...facts } }) });

function productDto(p: ProductRecord, extra: Extra | undefined): ReceivingProductDto {
  return {
    id: p.facts.id,
    name: p.facts.name,
    drugName: tallMan(p.facts.drugName),
    ndc: p.facts.ndc,
    manufacturer: p.manufacturer,
    storage: p.storage,
    schedule: extra?.schedule ?? null,
    hazardous: p.hazard !== 'none',
    dscsaExempt: extra?.dscsaExempt ?? false,
  };
}

const expectedDto = (line: OrderLineRow): ExpectedLineDto => ({
  id: line.id,
  position: line.position,
  orderedPackages: orderedPackages(line),
  receivedPackages: line.receivedPackages,
  pendingPackages: line.pendingPackages,
  outstandingPackages: Math.max(0, outstandingPackages(line) - line.pendingPackages),
});

const scannedDto = ({ scanned: { kind, fields } }: ReadProductCode): ReceivingScanResponse['scanned'] => ({
  kind,
  gtin: fields.gtin ?? null,
  ndc: fields.ndc?.text ?? null,
  ndcCandidates: fields.ndcCandidates.map((ndc) => ndc.text),
  lotNumber: fields.lot ?? null,
  expiry: fields.expiry ?? null,
  serial: fields.serial ?? null,
  internal: fields.internal?.text ?? null,
});
