import type { EntryInput } from '../catalog/schema.ts';

export type Field = keyof EntryInput;
/** What no source has under a usual name: free fields, and what only this format says. */
export type NotImported = 'extra' | 'rejects' | 'status_alone';

/** Names that sources usually give to what an entry has a field for, the likeliest first, as `plainName` has them. */
export const USUAL_NAMES: Readonly<Record<Exclude<Field, NotImported>, readonly string[]>> = {
  code: ['code', 'errorcode', 'errcode', 'errorname', 'error', 'name', 'key', 'id', 'errorid', 'slug'],
  aliases: ['aliases', 'alias', 'othernames', 'formercodes'],
  title: ['title', 'summary', 'errortitle', 'shortdescription', 'shortmessage', 'errorsummary'],
  service: ['service', 'servicename'],
  surface: ['surface'],
  area: ['area', 'category', 'group', 'module', 'domain', 'component'],
  http_status: [
    'httpstatus',
    'httpstatuscode',
    'httpcode',
    'statuscode',
    'status',
    'http',
    'recommendedhttpstatuscode',
    'httpstatuses',
    'httpstatuscodes',
    'httpresponsecode',
    'responsestatus',
    'httperrorcode',
  ],
  http_status_note: ['httpstatusnote'],
  meaning: [
    'meaning',
    'description',
    'explanation',
    'errordescription',
    'detail',
    'details',
    'desc',
    'longdescription',
    'definition',
    'longmessage',
    'errordetail',
    'errordetails',
    'errorsummary',
  ],
  causes: [
    'causes',
    'cause',
    'possiblecauses',
    'possiblecause',
    'commoncauses',
    'commoncause',
    'likelycause',
    'likelycauses',
    'probablecause',
    'probablecauses',
    'rootcause',
    'reasons',
  ],
  fix: [
    'fix',
    'fixes',
    'resolution',
    'resolutions',
    'resolutionsteps',
    'solution',
    'solutions',
    'remediation',
    'remedy',
    'action',
    'actions',
    'recommendedaction',
    'useraction',
    'howtofix',
    'howtoresolve',
    'workaround',
    'workarounds',
    'recommendation',
    'recommendations',
    'recommendedactions',
    'suggestion',
    'suggestions',
    'suggestedaction',
    'suggestedactions',
    'suggestedfix',
    'suggestedsolution',
    'possiblesolution',
    'possiblesolutions',
    'correctiveaction',
    'correctiveactions',
    'mitigation',
    'nextstep',
    'nextsteps',
    'whattodo',
    'requiredaction',
    'troubleshooting',
  ],
  retry: ['retry', 'retryable', 'isretryable', 'retriable', 'isretriable', 'canretry'],
  who: ['who', 'whomustact'],
  confusable_with: ['confusablewith'],
  symptoms: ['symptoms', 'symptom'],
  example: [
    'example',
    'message',
    'errormessage',
    'msg',
    'messagetemplate',
    'defaultmessage',
    'examplemessage',
    'messagetext',
    'errortext',
    'text',
    'longmessage',
    'shortmessage',
    'errordescription',
    'error',
  ],
  since: ['since', 'addedin', 'introducedin', 'introduced', 'availablesince'],
  deprecated: ['deprecated', 'isdeprecated', 'deprecation'],
  replaced_by: ['replacedby', 'supersededby', 'replacement', 'replacedwith'],
  links: [
    'links',
    'link',
    'docurl',
    'docsurl',
    'url',
    'docs',
    'documentation',
    'documentationurl',
    'helpurl',
    'href',
    'reference',
    'references',
    'seealso',
    'moreinfo',
    'moreinfourl',
    'learnmore',
    'doclink',
    'docslink',
    'documentationlink',
    'documentationuri',
    'helplink',
    'relatedlinks',
  ],
};

/** A name without what spellings differ in: `http_status`, `httpStatus` and `HTTP-Status` are one. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_.\-/]/g, '');
}

/** The members of a record by what is plain of their names; of several the first. */
export function byPlainName(names: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of names) {
    const plain = plainName(name);
    if (!found.has(plain)) found.set(plain, name);
  }
  return found;
}

/** Names that end like that of a code and hold another kind of it. */
const OTHER_CODE =
  /^(?:http|status|response|country|currency|zip|postal|post|area|region|lang|language|locale|color|colour|source|qr|bar|promo|coupon|sample|example|language|exit|grpc|parent|group|category|severity|module|service|product)\w{0,20}codes?$/;

/** Whether a name that is none of the usual ones says that a code stands under it: `metaCode`, `Decline code`. */
export function endsLikeCode(plain: string): boolean {
  return /.codes?$/.test(plain) && plain.length < 60 && !OTHER_CODE.test(plain);
}
