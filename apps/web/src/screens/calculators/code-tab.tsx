import type { JSX } from 'preact';
import type { CodeAnswer } from '../../api/types.js';
import { Button, Card, FindingList, KeyValue, ProblemBox, Table } from '../../parts/index.js';
import { ScanBox, showCode } from '../../scan/scan-box.js';
import { copyText } from './copy-text.js';
import { useFields } from './fields.js';
import { useCalculation } from './use-calculation.js';

const DEFAULTS = { code: '', entry: 'scanned' };
const KINDS: Readonly<Record<CodeAnswer['kind'], string>> = {
  gs1: 'GS1 element string',
  gtin: 'Product number (GTIN, UPC)',
  ndc: 'National Drug Code',
  internal: 'One of our own numbers',
  refused: 'Cannot be read',
};

export function CodeTab(): JSX.Element {
  const fields = useFields('code', DEFAULTS);
  const { code, entry } = fields.values;
  const { answer, problem, busy } = useCalculation<CodeAnswer>(
    '/calculations/code',
    code === '' ? { missing: 'Scan a code.' } : { request: { code, entry: entry === 'keyed' ? 'keyed' : 'scanned' } },
  );
  const read = answer && answer.kind !== 'refused';
  return (
    <div class="stack">
      <ScanBox
        prompt="Scan any code: a package, a label, a worksheet"
        state={busy ? 'busy' : problem ? 'refused' : answer ? (read ? 'ok' : 'refused') : 'waiting'}
        message={answer && KINDS[answer.kind]}
        onScan={(scanned, how) => {
          fields.set('entry', how === 'keyed' ? 'keyed' : 'scanned');
          fields.set('code', scanned);
        }}
      />
      <ProblemBox problem={problem} />
      {answer && (
        <>
          <FindingList findings={answer.findings} />
          <CodeFacts answer={answer} code={code} />
          {answer.elements.length > 0 && (
            <Table
              label="Elements of the code"
              rows={answer.elements}
              keyOf={(element) => `${element.ai} ${element.value}`}
              columns={[
                { key: 'ai', title: 'Identifier', cell: (element) => <span class="code">({element.ai})</span> },
                { key: 'title', title: 'Meaning', cell: (element) => element.title },
                {
                  key: 'value',
                  title: 'Value',
                  cell: (element) => <span class="code">{showCode(element.value)}</span>,
                },
              ]}
            />
          )}
        </>
      )}
    </div>
  );
}

function CodeFacts({ answer, code }: { answer: CodeAnswer; code: string }): JSX.Element {
  const { ndc } = answer;
  return (
    <Card
      title={answer.product ? answer.product.name : KINDS[answer.kind]}
      actions={
        <Button icon="copy" size="small" onClick={() => void copyText(code)}>
          Copy the code
        </Button>
      }
    >
      <KeyValue
        rows={[
          ['Product', answer.product && answer.product.strengthText],
          ['NDC', ndc && <strong class="lead">{ndc.ndc}</strong>],
          ['NDC for billing', ndc?.ndc11],
          [
            'NDC may be',
            !ndc && answer.ndcCandidates.length > 0 && answer.ndcCandidates.map((one) => one.ndc).join(' or '),
          ],
          ['GTIN', answer.gtin],
          ['Lot', answer.lot && <strong class="lead">{answer.lot}</strong>],
          ['Expiry', answer.expiry && <strong class="lead">{answer.expiry}</strong>],
          ['Serial number', answer.serial],
          ['Made on', answer.productionDate],
          ['Number', answer.internal && <strong class="lead">{answer.internal}</strong>],
          ['Symbology', answer.symbology],
          ['Other readings', answer.alternatives > 0 && `${answer.alternatives}: the code has lost its separators`],
          ['As scanned', <span class="code">{showCode(code)}</span>],
        ]}
      />
    </Card>
  );
}
