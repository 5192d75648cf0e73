/** The proofs about rules, scraping and routing. */
import type { Proof } from '../proof.ts';
import { rulesAmtool } from './amtool.ts';
import { rulesPromtool } from './promtool.ts';
import { rulesRelabelling } from './relabelling.ts';

export const RULES: Readonly<Record<string, Proof>> = {
  'rules-promtool': rulesPromtool,
  'rules-relabelling': rulesRelabelling,
  'rules-amtool': rulesAmtool,
};
