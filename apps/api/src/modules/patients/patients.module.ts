import { Module } from '@nestjs/common';
import { PatientsController } from './patients.controller.js';
import { PatientsQueries } from './patients.queries.js';
import { PatientNumbers, PatientsService } from './patients.service.js';

@Module({
  controllers: [PatientsController],
  providers: [PatientsService, PatientNumbers, PatientsQueries],
  exports: [PatientsQueries],
})
export class PatientsModule {}
