/** How much a word looks like a code: on its own, only where its place says so, only as a number, or not at all. */
export type Shape = 'strong' | 'weak' | 'number' | 'none';

const LONGEST = 200;
const TOKEN = /^(?:-(?=\d))?[\p{L}\p{N}_$@#*][\p{L}\p{N}_$@#*.,:;/+&~!?()[\]-]*$/u;
const NO_CODE =
  /^(?:https?:\/\/|www\.|[./~]|-(?!\d))|\(\)$|\.(?:js|ts|tsx|mdx?|json|ya?ml|py|rb|go|html?|com|org|io|net|dev|xml|toml|sh|css|txt|pdf|png|exe|h|hpp|c|cc|cpp|cs|rs|java|php|sgml|csv)$|^v?\d+(?:\.\d+){2,}$|^v\d+(?:\.\d+)*$|^\d{4}-\d\d(?:-\d\d)?$|^[1-5]xx$|^\d+%$|^\d+(?:ms|s|m|h|kb|mb|gb)$/i;
const KNOWN_TERM =
  /^(?:sha-?\d+|base-?\d+|utf-?\d+|iso-?\d+|rfc-?\d+|http-?\d|oauth-?\d|x509|ipv\d|es20\d\d|p256|h264|md5|ascii|json|html|http|https|xml|url|uri|api|rest|sdk|cli|grpc|graphql|oauth|jwt|tls|ssl|sql|todo|note|faq|get|post|put|patch|delete|head|options)$/i;
const SNAKE = /^[\p{L}\p{N}]+(?:_[\p{L}\p{N}]+)+$/u;
const LETTERS_AND_NUMBER = /^[A-Za-z][A-Za-z]{0,15}[-_.]?\d{2,}[A-Za-z]?$/;
const SQLSTATE = /^(?=.*\d)(?=.*[A-Z]|0)[0-9A-Z]{5}$/;
const SEVERAL_PARTS = /^[A-Za-z][\w$]*(?:[./:-][\w$]+)+$/;
const HUMPS = /^(?:[A-Z][a-z0-9]+){2,}[A-Z]?$|^[A-Z]{2,6}(?:[A-Z][a-z0-9]+){2,}$|^[a-z]+(?:[A-Z][a-z0-9]+)+$/;
const NAMED_ERROR = /(?:Error|Exception|Fault|Failure|Invalid|Exceeded|Denied|Expired|NotFound)$/;
const PRODUCT =
  /^(?:GitHub|GitLab|JavaScript|TypeScript|WebSockets?|YouTube|LinkedIn|PayPal|WordPress|CloudFront|GraphQL|DynamoDB|OpenApi|MacOs|DevTools|NodeJs)$/i;

/** What a word looks like where nothing else is known about it. */
export function shapeOf(word: string): Shape {
  if (!isOneWord(word) || NO_CODE.test(word)) return 'none';
  if (/^[-+]?\d+$/.test(word)) return 'number';
  if (KNOWN_TERM.test(word) || PRODUCT.test(word)) return 'none';
  if (/[()[\]!?,;~&]/.test(word)) return 'weak';
  if (SNAKE.test(word) || SQLSTATE.test(word) || LETTERS_AND_NUMBER.test(word)) return 'strong';
  if (/^[A-Z]{2,10}(?:-[A-Z0-9]+)*-\d+$/.test(word)) return 'strong';
  if (SEVERAL_PARTS.test(word) && (/[_/:.]/.test(word) || word.split('-').length > 1 || /\d/.test(word)))
    return /[_/]|\d/.test(word) || /^[a-z]+(?:[.:-][a-z]+)+$/.test(word) ? dashed(word) : 'weak';
  return HUMPS.test(word) && NAMED_ERROR.test(word) ? 'strong' : 'weak';
}

/** Words such as `sign-up` are written with a dash in prose too. */
function dashed(word: string): Shape {
  return /^[A-Za-z]+-[A-Za-z]+$/.test(word) ? 'weak' : 'strong';
}

/** Whether a text can be a code where its place says that one stands there. */
export function isOneWord(text: string): boolean {
  return text.length <= LONGEST && TOKEN.test(text) && !/[,;:!?]$/.test(text);
}

/** Whether a word is written in CamelCase, as names of errors may be, and words of prose are not. */
export function isCamel(word: string): boolean {
  return HUMPS.test(word);
}

/** Whether a value can be a code, as an attribute gives it. */
export function isErrorCode(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && isOneWord(value.trim()));
}

/** Names that fields of an error body have: in a list or table of such, no name is a code. */
const FIELDS = new Set(
  'code,message,msg,error,errors,type,param,params,parameter,field,fields,detail,details,description,status,status_code,statuscode,http_status,httpstatus,request_id,requestid,trace_id,traceid,correlation_id,error_code,errorcode,error_message,errormessage,error_description,error_uri,error_type,error_subcode,doc_url,documentation_url,docs_url,more_info,instance,title,target,innererror,inner_error,reason,decline_code,errno,timestamp,path,name,source,links,meta,metadata,data,id,object,user_message,developer_message,help,info,ok,success,result,retry_after,severity,hint,domain,location'.split(
    ',',
  ),
);

/** Whether a word is the name of a field of an error body. */
export function isFieldName(word: string): boolean {
  return FIELDS.has(word.toLowerCase());
}
