import type { JSX } from 'preact';
import { showDecimal, showUnit } from '../format.js';

export interface DerivationStep {
  label: string;
  formula: string;
  substitution: string;
  value: string;
  unit: string;
  source?: string | undefined;
  rounding?: boolean | undefined;
}

/** How a figure was worked out, line by line, as a pharmacist would check it on paper. */
export function Derivation({ steps }: { steps: readonly DerivationStep[] }): JSX.Element | null {
  if (steps.length === 0) return null;
  return (
    <table class="derivation">
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Working</th>
          <th scope="col" class="number">
            Result
          </th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step, i) => (
          <tr key={i}>
            <th scope="row">
              {step.label}
              {step.source && <span class="finding-source"> {step.source}</span>}
            </th>
            <td>
              {step.formula}
              {step.substitution && <span class="substitution">{step.substitution}</span>}
            </td>
            <td>
              {step.rounding ? 'rounded to ' : ''}
              {showDecimal(step.value)} {showUnit(step.unit === '1' ? '' : step.unit)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
