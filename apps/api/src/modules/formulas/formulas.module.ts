import { Module } from '@nestjs/common';
import { FormulasController } from './formulas.controller.js';
import { FormulasService, FormulaTools } from './formulas.service.js';

@Module({ controllers: [FormulasController], providers: [FormulasService, FormulaTools], exports: [FormulasService] })
export class FormulasModule {}
