import { Module } from '@nestjs/common';
import { PeopleController } from './people.controller.js';
import { PeopleService } from './people.service.js';
import { Qualifications } from './qualifications.service.js';

@Module({
  controllers: [PeopleController],
  providers: [PeopleService, Qualifications],
  exports: [Qualifications],
})
export class PeopleModule {}
