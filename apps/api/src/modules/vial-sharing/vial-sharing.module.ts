import { Module } from '@nestjs/common';
import { HighsSolver } from './highs-solver.js';
import { SharingTools } from './sharing-tools.js';
import { VialSharingController } from './vial-sharing.controller.js';
import { VialSharingService } from './vial-sharing.service.js';

@Module({
  controllers: [VialSharingController],
  providers: [VialSharingService, SharingTools, HighsSolver],
})
export class VialSharingModule {}
