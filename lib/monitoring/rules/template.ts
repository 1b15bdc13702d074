import { parseTemplate, type TemplateLanguage } from '../../kit/go-template';

/** Templates in labels and annotations of alerts. */

/** Functions and variables of Prometheus 3.16. */
const language: TemplateLanguage = {
  functions: new Set(
    [
      'args externalURL first graphLink humanize humanize1024 humanizeDuration humanizePercentage humanizeTimestamp label',
      'match now parseDuration pathPrefix query reReplaceAll safeHtml sortByLabel stripDomain stripPort strvalue',
      'tableLink title toDuration toLower toTime toUpper urlQueryEscape value',
    ].flatMap((line) => line.split(' ')),
  ),
  variables: ['$labels', '$externalLabels', '$externalURL', '$value'],
};

/** What is wrong with a template; `undefined` where it is sound. */
export function templateMistake(text: string): string | undefined {
  const { problem, used, defined } = parseTemplate(text, language);
  return problem ?? (used.every((name) => defined.includes(name)) ? undefined : 'a template that is not defined');
}
