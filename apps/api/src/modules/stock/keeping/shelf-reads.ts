import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { AsOfQueries } from './as-of.queries.js';
import type {
  AsOfRequest,
  AsOfResponse,
  HeldLotResponse,
  MergedLotResponse,
  PlaceResponse,
  StockActListRequest,
  StockActResponse,
} from './keeping.dto.js';
import { PlacesQueries } from './places.queries.js';

/** Reads of the shelves, outside any transaction. */
@Injectable()
export class ShelfReads {
  constructor(
    private readonly db: Database,
    private readonly queries: PlacesQueries,
    private readonly past: AsOfQueries,
  ) {}

  places = (): Promise<PlaceResponse[]> => this.queries.places(this.db.reader);
  held = (locationId: string): Promise<HeldLotResponse[]> => this.queries.held(this.db.reader, locationId);
  acts = (asked: StockActListRequest): Promise<StockActResponse[]> => this.queries.acts(this.db.reader, asked);
  family = (lotId: string): Promise<MergedLotResponse[]> => this.queries.family(this.db.reader, lotId);
  asOf = (asked: AsOfRequest): Promise<AsOfResponse> => this.past.stock(this.db.reader, asked);
}
