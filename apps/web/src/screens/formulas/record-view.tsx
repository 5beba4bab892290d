import type { JSX } from 'preact';
import { Badge, Card, CheckBox } from '../../parts/index.js';
import { useState } from 'preact/hooks';
import type { ComparedRow, RecordSection } from './record.js';

/** A master formulation record as it would be read on paper. */
export function FormulaRecord({ sections }: { sections: readonly RecordSection[] }): JSX.Element {
  return (
    <Card>
      <div class="stack stack-large">
        {sections.map((section) => (
          <section key={section.title} class="record-section">
            <h2>{section.title}</h2>
            <dl class="key-values">
              {section.rows.map((row) => (
                <Row key={row.label} label={row.label} values={row.values} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Card>
  );
}

const Row = ({ label, values }: { label: string; values: readonly string[] }): JSX.Element => (
  <>
    <dt>{label}</dt>
    <dd>
      <Values label={label} values={values} />
    </dd>
  </>
);

function Values({ label, values }: { label: string; values: readonly string[] }): JSX.Element {
  const ordered = label.endsWith(', in order') || label === 'Further steps';
  if (values.length === 0) return <span class="quiet">none</span>;
  if (values.length === 1) return <>{values[0]}</>;
  const items = values.map((value, i) => <li key={i}>{value}</li>);
  return ordered ? <ol class="record-list">{items}</ol> : <ul class="plain-list">{items}</ul>;
}

/** Two versions side by side; what changed is marked with a word, not a color alone. */
export function ComparedRecord(props: {
  before: string;
  after: string;
  sections: readonly { title: string; rows: readonly ComparedRow[] }[];
}): JSX.Element {
  const [all, setAll] = useState(false);
  const changes = props.sections.flatMap(({ rows }) => rows.filter(({ changed }) => changed)).length;
  return (
    <Card
      title={changes === 0 ? 'Nothing differs' : `${changes} ${changes === 1 ? 'line differs' : 'lines differ'}`}
      actions={<CheckBox label="Show what is the same too" checked={all} onChange={setAll} />}
    >
      <table class="compared">
        <thead>
          <tr>
            <td />
            <th scope="col">{props.before}</th>
            <th scope="col">{props.after}</th>
          </tr>
        </thead>
        {props.sections
          .map((section) => ({ ...section, rows: section.rows.filter(({ changed }) => changed || all) }))
          .filter(({ rows }) => rows.length > 0)
          .map((section) => (
            <tbody key={section.title}>
              <tr>
                <th scope="colgroup" colSpan={3} class="compared-title">
                  {section.title}
                </th>
              </tr>
              {section.rows.map((row) => (
                <tr key={row.label} data-changed={row.changed}>
                  <th scope="row">
                    {row.label}
                    {row.changed && (
                      <span class="block">
                        <Badge tone="warn" icon="pen">
                          Changed
                        </Badge>
                      </span>
                    )}
                  </th>
                  <td>
                    <Values label={row.label} values={row.before} />
                  </td>
                  <td>
                    <Values label={row.label} values={row.after} />
                  </td>
                </tr>
              ))}
            </tbody>
          ))}
      </table>
    </Card>
  );
}
