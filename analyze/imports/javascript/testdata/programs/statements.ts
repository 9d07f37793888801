/// <reference types="node" />
import "./a";
import b, { c as d, type E } from './b';
import * as f from "./f";
import type { G } from "./g";
import { type H, type I } from "./h";
import J = require("./j");
export * from "./k";
export * as l from "./l";
export type { M } from "./m";
export { n as default } from './n'
const o: import("./o").O<string> = await import("./p");
const q = require("./q") as typeof import("./r");
// import "./no";
/* import "./no"; */
const text = 'import "./no"' + `import "./no" ${await import(`./s`)} import("./no")`;
const pattern = /import "no"/.test(text) && text.length / 2 / 3;
const cast = <import("./t").T>text;
label: for await (const u of []) /import("no")/.exec(u);
object.import("./no"); object.require; ({ import: 1, from: "./no" });
abstract class V<T extends object = {}> { @W({ import: "./no" }) private x!: T; }
const generic = <T,>(x: T) => import("./v");
