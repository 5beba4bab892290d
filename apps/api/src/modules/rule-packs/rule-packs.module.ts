import { Module } from '@nestjs/common';
import { RulePacksController } from './rule-packs.controller.js';
import { RulePacksService, RulePackTools } from './rule-packs.service.js';

@Module({ controllers: [RulePacksController], providers: [RulePacksService, RulePackTools] })
export class RulePacksModule {}
