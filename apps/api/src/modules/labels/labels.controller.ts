import { Body, Controller, Get, Header, HttpCode, Param, ParseUUIDPipe, Post, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { joinDocuments, vialTag, worksheet } from '#labels';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import { CurrentActor, Requires } from '../../platform/auth/decorators.js';
import { Database } from '../../platform/database/database.js';
import { type Command, CurrentCommand } from '../../platform/http/commands.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { WorksheetRecords } from '../worksheets/worksheet-records.js';
import { ActivationRequest, LabelRequest, WorksheetRecord } from '../worksheets/worksheets.dto.js';
import { DispensingService } from './dispensing.service.js';
import { Labels } from './label-renderer.provider.js';
import { LabelTools } from './label-tools.js';
import { ActivationResponse, DispensingRequest, LabelsResponse } from './labels.dto.js';
import { LabelsService } from './labels.service.js';
import { recordFacts } from './record-pdf.js';
import { vialTagFacts } from './vial-tags.js';

const pdf = (bytes: Uint8Array, name: string): StreamableFile =>
  new StreamableFile(bytes, { type: 'application/pdf', disposition: `inline; filename="${name}.pdf"` });

@ApiTags('labels')
@Controller()
export class LabelsController {
  constructor(
    private readonly labels: LabelsService,
    private readonly dispensing: DispensingService,
  ) {}

  /** Makes the container labels of a verified worksheet and reads them back by machine. */
  @Post('worksheets/:id/labels')
  @Requires('label.print')
  print(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: LabelRequest,
  ): Promise<LabelsResponse> {
    return this.labels.print(command, id, body);
  }

  @Get('worksheets/:id/labels.pdf')
  @Requires('label.print')
  @ApiProduces('application/pdf')
  @Header('Cache-Control', 'no-store')
  async all(@Param('id', ParseUUIDPipe) id: string): Promise<StreamableFile> {
    return pdf(await this.labels.pdf(id), 'labels');
  }

  @Get('labels/:id/pdf')
  @Requires('label.print')
  @ApiProduces('application/pdf')
  @Header('Cache-Control', 'no-store')
  async one(@Param('id', ParseUUIDPipe) id: string): Promise<StreamableFile> {
    return pdf(await this.labels.one(id), 'label');
  }

  /** The label on a container was scanned: read back, that preparation becomes active. */
  @Post('csps/activation')
  @HttpCode(200)
  @Requires('label.print')
  activate(@CurrentCommand() command: Command, @Body() body: ActivationRequest): Promise<ActivationResponse> {
    return this.labels.activate(command, body.code);
  }

  @Post('worksheets/:id/dispensing')
  @HttpCode(200)
  @Requires('worksheet.dispense')
  dispense(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: DispensingRequest,
  ): Promise<WorksheetRecord> {
    return this.dispensing.dispense(command, id, body.overrideReason);
  }
}

/** Papers of a worksheet other than its labels. */
@ApiTags('labels')
@Controller('worksheets')
export class WorksheetPapersController {
  constructor(
    private readonly db: Database,
    private readonly records: WorksheetRecords,
    private readonly renderer: Labels,
    private readonly tools: LabelTools,
    private readonly audit: Audit,
  ) {}

  @Get(':id/record.pdf')
  @Requires('worksheet.read')
  @ApiProduces('application/pdf')
  @Header('Cache-Control', 'no-store')
  async record(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<StreamableFile> {
    const [row, site] = [await this.records.row(this.db.reader, id), await this.tools.sites.current(this.db.reader)];
    await this.audit.read(actor, [{ kind: 'patient', id: row.patient_id }], 'printed record');
    const findings = this.records.findings(row, actor, site.zone).map((f) => f.message);
    const made = worksheet(recordFacts(row, site, this.tools.clock.now(), findings));
    if (!made.document)
      throw new Problem('label.cannot-be-made', {
        detail: made.findings.map((f) => f.message).join(' '),
        findings: made.findings,
      });
    return pdf(await this.renderer.renderer.render(made.document), row.number);
  }

  /** Tags for the containers that were opened for this worksheet. */
  @Get(':id/vial-tags.pdf')
  @Requires('worksheet.compound')
  @ApiProduces('application/pdf')
  @Header('Cache-Control', 'no-store')
  async tags(@Param('id', ParseUUIDPipe) id: string): Promise<StreamableFile> {
    const site = await this.tools.sites.current(this.db.reader);
    const made = (await vialTagFacts(this.db.reader, id, site.zone)).map(vialTag);
    const documents = made.flatMap((tag) => tag.document ?? []);
    if (documents.length === 0) throw notFound('opened container of worksheet', id);
    return pdf(await this.renderer.renderer.render(joinDocuments('Vial tags', documents)), 'vial-tags');
  }
}
