import type { Given } from "./aggregation-schema.ts";
import type { ObjectivePreset } from "./policy-loss-presets.ts";
import type { PreferenceLossOptions } from "./preference-loss.ts";

/** The pair losses of papers by name, as settings of `preferenceLoss`. */
export const preferenceLossPresets: readonly ObjectivePreset<Given<PreferenceLossOptions>>[] = [
  { name: "dpo", options: {}, summary: "DPO with β 0.1 (092, 045, 097, 152 §Mechanism)." },
  {
    name: "dpo/length-norm",
    options: { lengthNorm: true, beta: 5 },
    summary: "Length-normalised DPO with β 5 (185 §Mechanism); TRL sigmoid_norm.",
  },
  { name: "dpo/trajectory", options: { beta: 0.05 }, summary: "Trajectory DPO of a process reward model (124)." },
  { name: "ipo", options: { link: "squared" }, summary: "IPO as (m − 1)² (092 §Mechanism)." },
  { name: "slic", options: { link: "hinge" }, summary: "SLiC as max(0, 1 − m) (092 §Mechanism); TRL hinge." },
  {
    name: "simpo",
    options: { lengthNorm: true, beta: 2, margin: 1 },
    summary: "SimPO: no reference, by length, margin 1; its β and margin are recalled (baseline of 152).",
  },
  {
    name: "dno",
    options: { beta: 1 },
    summary: "DNO's regression to soft targets, reference the current policy; η is β (097 §Mechanism).",
  },
  { name: "rebel", options: { link: "squared", target: 0, beta: 1 }, summary: "REBEL; margins are A − A′ (168)." },
  { name: "bradley-terry", options: { beta: 1 }, summary: "Bradley–Terry on scores (060, 064 §Mechanism)." },
  {
    name: "bradley-terry/log-eps",
    options: { beta: 1, logEps: 1e-5 },
    summary: "Bradley–Terry with 1e-5 inside the logarithm, as the trainer has it (064 §Mechanism).",
  },
  {
    name: "bradley-terry/margin",
    options: { beta: 1, margin: 0.57 },
    summary: "Bradley–Terry with a constant margin (038 §Mechanism 1).",
  },
];
