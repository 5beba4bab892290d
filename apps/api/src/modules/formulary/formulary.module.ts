import { Module } from '@nestjs/common';
import { FormularyController } from './formulary.controller.js';
import { FormularyQueries } from './formulary.queries.js';
import { FormularyService } from './formulary.service.js';

@Module({
  controllers: [FormularyController],
  providers: [FormularyService, FormularyQueries],
  exports: [FormularyQueries],
})
export class FormularyModule {}
