import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { PeopleModule } from './modules/people/people.module.js';
import { PlatformModule, type PlatformOptions } from './platform/platform.module.js';

/** The pharmacy, module by module. */
const businessModules: Type[] = [PeopleModule];

@Module({})
export class AppModule {
  static register(options: PlatformOptions): DynamicModule {
    return { module: AppModule, imports: [PlatformModule.register(options), ...businessModules] };
  }
}
