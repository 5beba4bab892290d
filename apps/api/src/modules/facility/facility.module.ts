import { Module } from '@nestjs/common';
import { FacilityController } from './facility.controller.js';
import { FacilityQueries } from './facility.queries.js';
import { FacilityService } from './facility.service.js';

@Module({
  controllers: [FacilityController],
  providers: [FacilityService, FacilityQueries],
  exports: [FacilityQueries],
})
export class FacilityModule {}
