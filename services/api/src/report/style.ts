/** The look of an official document (GB/T 9704): A4, a red head and rule, 仿宋 for the text; it prints as it shows. */
export const style = `
@page { size: A4; margin: 30mm 24mm 28mm 26mm; @bottom-center { content: "— " counter(page) " —"; font: 10.5pt serif; } }
:root { --red: #d0021b; --song: "FZXiaoBiaoSong-B05S", "方正小标宋简体", "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif;
  --fang: FangSong, "仿宋", STFangsong, "Noto Serif CJK SC", "Source Han Serif SC", serif;
  --hei: SimHei, "黑体", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 172mm; padding: 16mm 0; color: #111; background: #fff; font: 14pt/1.75 var(--fang); }
header { text-align: center; border-bottom: 2.5pt solid var(--red); padding-bottom: 3mm; margin-bottom: 12mm; }
header p { margin: 0; }
.issuer { font: 700 30pt/1.3 var(--song); color: var(--red); letter-spacing: .12em; margin-right: -.12em; }
.kind { font: 700 19pt/1.6 var(--song); color: var(--red); letter-spacing: .3em; margin-right: -.3em; }
.number { font: 13pt/1.8 var(--fang); margin-top: 3mm; }
.invented { font: 12pt/1.6 var(--hei); text-align: center; border: 1pt solid #111; padding: 1.5mm; margin: -6mm 0 10mm; }
h1 { font: 700 21pt/1.5 var(--song); text-align: center; margin: 0 6mm 9mm; text-wrap: balance; }
main > p:not(.note) { text-indent: 2em; text-align: justify; margin: 0 0 5mm; }
h2 { font: 400 15pt/1.8 var(--hei); margin: 7mm 0 2mm; break-after: avoid; }
h3 { font: 700 11.5pt/1.6 var(--fang); margin: 5mm 0 1.5mm; break-after: avoid; }
.note { font-size: 10.5pt; color: #444; margin: 0 0 2mm; }
table { width: 100%; border-collapse: collapse; font-size: 10pt; line-height: 1.45; border-top: 1.2pt solid #111; border-bottom: 1.2pt solid #111;
  font-variant-numeric: tabular-nums; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th { font: 400 10pt/1.45 var(--hei); border-bottom: .7pt solid #111; white-space: nowrap; }
th, td { padding: 1.1mm 1.2mm; text-align: center; }
td { border-bottom: .3pt solid #bbb; white-space: nowrap; }
td.left { text-align: left; white-space: normal; }
tr.failed td:nth-child(n + 4) { color: var(--red); }
.basis th, .basis td { text-align: left; white-space: normal; border-bottom: .3pt solid #bbb; vertical-align: top; }
.basis th { width: 24mm; white-space: nowrap; }
.sign { margin: 14mm 8mm 0; text-align: right; break-inside: avoid; }
.sign p { margin: 0; }
.annex { break-before: page; }
footer { margin-top: 10mm; font-size: 9pt; color: #666; text-align: right; }
@media screen { html { background: #e9e9e9; } body { max-width: 210mm; min-height: 297mm; padding: 30mm 24mm 28mm 26mm; margin: 8mm auto; box-shadow: 0 1px 6px #0003; }
  .annex { border-top: 1px dashed #ccc; margin-top: 12mm; padding-top: 2mm; } }
@media print { body { max-width: none; padding: 0; } }
`;
