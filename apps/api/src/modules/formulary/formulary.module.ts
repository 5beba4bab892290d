import { Module } from '@nestjs/common';
import { CodeReader } from './code-reader.js';
import { FormularyController } from './formulary.controller.js';
import { FormularyQueries } from './formulary.queries.js';
import { FormularyService } from './formulary.service.js';

@Module({
  controllers: [FormularyController],
  providers: [FormularyService, FormularyQueries, CodeReader],
  exports: [FormularyQueries, CodeReader],
})
export class FormularyModule {}
