import { Body, Controller, Get, Header, HttpCode, Param, ParseUUIDPipe, Post, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { joinDocuments, vialTag, worksheet } from '#labels';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import { CurrentActor, Requires } from '../../platform/auth/decorators.js';
import { Database } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
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
    private readonly db: Database,
    private readonly audit: Audit,
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
  async all(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<StreamableFile> {
    const [bytes] = await Promise.all([this.labels.pdf(id), this.shown(actor, 'worksheet', id)]);
    return pdf(bytes, 'labels');
  }

  @Get('labels/:id/pdf')
  @Requires('label.print')
  @ApiProduces('application/pdf')
  @Header('Cache-Control', 'no-store')
  async one(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<StreamableFile> {
    const [bytes] = await Promise.all([this.labels.one(id), this.shown(actor, 'label', id)]);
    return pdf(bytes, 'label');
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

  /** A label names its patient: whoever looks at one is on record. */
  private async shown(actor: Actor, of: 'worksheet' | 'label', id: string): Promise<void> {
    const patients = await rows<{ id: string }>(this.db.reader, PATIENTS[of], [id]);
    await this.audit.read(
      actor,
      patients.map((patient) => ({ kind: 'patient', id: patient.id })),
      'label',
    );
  }
}

const PATIENTS = {
  worksheet: 'select distinct patient_id as id from csp where worksheet_id = $1 and patient_id is not null',
  label:
    'select c.patient_id as id from label l join csp c on c.id = l.csp_id where l.id = $1 and c.patient_id is not null',
} as const;

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
    if (row.patient_id !== null)
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
