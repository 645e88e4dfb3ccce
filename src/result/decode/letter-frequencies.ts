// What is common in the scripts that legacy charsets are used for: enough to tell charsets apart, not languages.

/** Hanzi of simplified and of traditional Chinese that make up more than a third of any text. */
export const SIMPLIFIED =
  '的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市';
export const TRADITIONAL =
  '的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她裡後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長知民樣現分將外但身些與高意進把法此實回二理美點月明其種聲全工己話兒者向情部正名定女問力機給等幾很業最間新什打便位因重被走電四第門相次東政海口使教西再平真聽世氣信北少關並內加化由卻代軍產入先山五太水萬市';

/** Hangul syllables that make up more than a third of any Korean text. */
export const HANGUL =
  '이다는에의을가고하지은로를한사도인리서어기시그나자아있대정수일스들해라것전제과으보주상장부구만원여조게니면우안년세선동공유요당신실경오비마회적연성생국중와무거었모할진트드관민문개되용화발재금내간합때무학후방등위미물말통';

/** Letters of alphabets, the most frequent first. */
export const CYRILLIC = 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґўјљњћџђ';
export const GREEK = 'αοιετσνηυρπκμλςίόάγέήδχωύθφβώξζψϊϋΐΰ';
export const HEBREW = 'יוהלארתבשמןםנדפקעטגחסצכזךףץ';
export const ARABIC = 'المينوترهبدعسةقفكحجشصطخضىزغءأثئإذظؤآپچژگکی';
export const THAI = 'านรอกเงมยลวดทสตะปบคหแจพชขใไโผถซณญธภษศฟฝฎฏฐฑฒฆฬฮฤๆฯำาิีึืุูัํ็่้๊๋์';

/** What Western, Central European, Baltic and Turkish texts have beyond ASCII, in lower case. */
export const WESTERN = 'éèàâêëîïôöûùüçñáíóúäåøæßãõòìœðþ';
export const CENTRAL = 'ąćęłńóśźżáčďéěíňřšťúůýžőűäöüăâîșşţțđćčžß';
export const BALTIC = 'āčēģīķļņšūžąęėįųõäöü';
export const TURKISH = 'çğıöşüâîû';
/** Punctuation of prose that all of these have. */
export const PUNCTUATION = '’‘“”„–—…«»€°§©®™·\u00a0';
