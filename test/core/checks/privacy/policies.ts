/** Policies written for the tests; each names what the move to DeepSeek needs, in its own words. */
export const complete = `# Privacy policy

Last updated: 1 December 2026

## What we send
When you use the assistant, the messages you write and the files you attach are sent to our processor.

## Who processes it
We use Hangzhou DeepSeek Artificial Intelligence Co., Ltd. to produce answers. DeepSeek processes the data on servers located in the People's Republic of China.
The transfer is based on the standard contractual clauses of the European Commission.

## How long
DeepSeek keeps prompts and answers for 30 days and deletes them afterwards.

## Training
Your prompts are not used to train AI models.

## Your rights
You can opt out of the assistant in your settings. Questions: privacy@example.org.
`;

export const german = `<html lang="de"><head><title>x</title><script>var a = "DeepSeek in China"</script></head><body>
<nav>Start</nav><h1>Datenschutzerklärung</h1><p>Stand: 1. Dezember 2026</p>
<h2>Empfänger</h2><p>Ihre Eingaben werden von DeepSeek auf Servern in China verarbeitet. Grundlage sind die Standardvertragsklauseln der EU-Kommission.</p>
<h2>Dauer</h2><p>Die Eingaben werden nach 30&nbsp;Tagen gelöscht.</p>
<h2>Training</h2><p>Ihre Eingaben werden nicht zum Training von KI-Modellen verwendet.</p>
<h2>Rechte</h2><p>Sie haben ein Recht auf Widerspruch. Schreiben Sie unserem Datenschutzbeauftragten: <a href="mailto:x">datenschutz@example.org</a></p>
</body></html>`;

export const outdated = `Privacy policy

Last updated: March 3, 2025

We use OpenAI to answer questions. Your messages are processed by OpenAI in the United States under the Data Privacy Framework.
We retain data as long as necessary. We use data to improve our services.
All data is stored exclusively within the European Union.
Contact us with questions.
`;
