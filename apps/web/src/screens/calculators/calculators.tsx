import type { JSX } from 'preact';
import { Page } from '../../parts/index.js';

export default function Calculators(): JSX.Element {
  return <Page title="Calculators">{null}</Page>;
}
