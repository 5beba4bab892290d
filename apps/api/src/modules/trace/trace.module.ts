import { Module } from '@nestjs/common';
import { BlastRadiusController } from './blast-radius.controller.js';
import { TraceController } from './trace.controller.js';

@Module({ controllers: [TraceController, BlastRadiusController] })
export class TraceModule {}
