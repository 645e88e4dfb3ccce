/**
 * What other tools, libraries and habits call an argument, by the argument's own name: words in lower case, without
 * separators. A word may stand in several rows; the first row whose argument exists where the word was written is meant.
 */
export const OTHER_NAMES: Readonly<Record<string, string>> = {
  requests: 'urls uris links endpoints calls items queries urllist targets pages operations reqs batch',
  retry_of: 'retry rerun resume again retryfailed rerunof batchid',
  url: 'uri href link endpoint path address resource target location requesturl pathname route site page',
  base_url: 'baseurl base baseuri host prefix prefixurl root server origin hostname domain apiurl',
  vars: 'variables var values matrix foreach each loop range pathparams urlparams pathvariables templatevars bindings substitutions rows placeholders',
  query: 'params param searchparams search qs queryparams queryparameters querystring urlparams args arguments parameters get',
  headers:
    'header auth authorization token bearer apikey accesstoken cookie cookies accept contenttype useragent username user password credentials basicauth referer httpheaders',
  method: 'verb httpmethod action op operation',
  json: 'data payload jsonbody jsondata requestbody content bodyjson input document body',
  form: 'formdata urlencoded fields formbody wwwform data',
  body: 'text raw rawbody bodytext content datatext databinary',
  idempotency_key: 'idempotent idempotency idempotencykeys',
  js: 'reduce code script transform program map aggregate javascript eval function fn expression compute process postprocess lambda mapper reducer',
  extract: 'css selector selectors scrape xpath queryselector cssselector',
  until: 'poll polling pollfor polluntil waitfor waituntil repeatuntil repeatwhile condition stopwhen',
  every_ms: 'every interval intervalms pollinterval pollintervalms pollms pollevery delay delayms wait sleep',
  to: 'path file filename filepath dest destination output outfile out outputpath target name saveas into folder dir directory',
  overwrite: 'force replace clobber existok',
  select:
    'fields jq jsonpath jmespath filter pick project projection only columns keys path field extract transform selector pluck expression query mask picks js',
  as: 'type format responsetype output outputformat parse mode contentformat returnas accept parseas responseformat',
  layout: 'shape view table style display resultformat outputlayout',
  items: 'results data list path records entries rows key field',
  next: 'cursor nexturl nextpage rel link nextlink nextcursor type mode style strategy nextpath continue by',
  param: 'cursorparam pageparam key name queryparam parameter cursorname into offsetparam',
  start: 'first firstpage startpage initial page begin offset from',
  max_pages: 'limit pages max maxpage pagelimit maxiterations upto count',
  paginate: 'pagination paging pager pages followpages allpages followlinks paginated autopaginate',
  from: 'source request id ref of dependson parent origin ofrequest',
  concurrency:
    'limit parallel maxconcurrency maxparallel concurrent parallelism workers threads poolsize maxworkers batchsize simultaneous pool maxconcurrent inflight parallelrequests',
  per_host: 'maxperhost connections maxconnections perorigin hostlimit maxsockets perhostlimit perdomain',
  on_error:
    'failfast stoponerror bail abortonerror continueonerror onfailure ignoreerrors haltonerror raiseforstatus throwonerror',
  retries: 'maxretries retry retrycount attempts maxattempts retrylimit tries retrytimes',
  timeout_ms: 'timeout requesttimeout timeoutms maxtime timeoutseconds timeouts readtimeout connecttimeout ttlms',
  deadline_ms: 'deadline totaltimeout overalltimeout calltimeout globaltimeout batchtimeout maxduration timebudget',
  max_tokens:
    'maxchars maxlength maxcharacters tokenbudget budget maxoutputtokens truncate maxoutput tokens tokenlimit maxsize outputlimit size limit',
  response_headers:
    'includeheaders returnheaders showheaders headerstoreturn includeresponseheaders respheaders exposeheaders wantheaders',
  min_interval_ms:
    'delay sleep ratelimit throttle interval pause wait delayms minintervalms mininterval rps requestspersecond delaybetween backoff retrydelay',
  cache: 'usecache nocache refresh bypasscache nostore fresh cached ttl cachettl',
  dry_run: 'preview simulate plan test planonly validate noop',
  id: 'name label key tag alias ref slug title requestid',
  ref: 'id result reference batch handle resultid key name',
  search: 'query q grep find contains pattern match regex text term filter',
  offset: 'from start skip begin position startat after page',
  limit: 'size count length first take max top pagesize perpage maxitems n',
};

/** What is not offered, or not to be decided by a call: words as above, and what to do instead. */
export const NOT_OFFERED: readonly (readonly [names: string, cure: string])[] = [
  ['files file multipart upload attachments attachment', 'multipart bodies are not offered; use json, form or body'],
  ['cookiejar jar session usesession', 'there is no cookie jar; put a cookie into headers'],
  [
    'followredirects allowredirects redirect redirects maxredirects maxredirs follow followredirect followlocation',
    'redirects are followed; how many is up to whoever runs the server (--max-redirects)',
  ],
  ['verify insecure rejectunauthorized strictssl sslverify verifyssl ssl tls cert ca', 'certificates are always verified'],
  ['proxy proxies agent httpagent httpsagent dispatcher', 'a proxy is up to whoever runs the server (--proxy)'],
  ['stream streaming responsestream', 'answers are read whole; leave it out'],
  [
    'maxbytes maxresponsesize maxcontentlength maxbodylength maxresponsebytes',
    'how large an answer may be is up to whoever runs the server (--max-response-bytes); max_tokens bounds what is shown',
  ],
  ['validatestatus oknon2xx', 'a 4xx or 5xx is a record with its body; leave it out'],
];
