import { Module } from '@nestjs/common';
import { AskForFeed, ReadImport } from './imports.handlers.js';
import { ImportsService, ImportTools } from './imports.service.js';
import { ShortagesController } from './shortages.controller.js';
import { ShortagesQueries } from './shortages.queries.js';
import { ShortagesService } from './shortages.service.js';
import { Staging } from './staging.js';
import { SwitchOver } from './switch-over.js';

@Module({
  controllers: [ShortagesController],
  providers: [
    ImportTools,
    ImportsService,
    ReadImport,
    AskForFeed,
    Staging,
    SwitchOver,
    ShortagesQueries,
    ShortagesService,
  ],
})
export class ShortagesModule {}
