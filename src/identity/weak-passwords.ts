/**
 * What the passwords that everybody tries first are made of, in lower case: the most common ones, and the words and runs of
 * keys that they are put together from. Single digits stand for every number: a word with a number behind it is no secret.
 */
const pieces = `
0 1 2 3 4 5 6 7 8 9
a aa aaa ab abc abcd abcde abcdef abcdefg abcdefgh a1b2c3 q qq qqq qqqq x xx xxx xyz z zz zzz
qw qwe qwer qwert qwerty qwertyu qwertyui qwertyuiop asd asdf asdfg asdfgh asdfghj asdfghjkl zxc zxcv zxcvb zxcvbn zxcvbnm
qaz wsx edc rfv tgb yhn ujm qazwsx qazwsxedc 1q 2w 3e 4r 5t 1qaz 2wsx 3edc 4rfv q1w2e3 q1w2e3r4 1q2w3e 1q2w3e4r 1q2w3e4r5t
zaq zaq1 xsw xsw2 poiuy lkjhg mnbvc mnbvcxz poiuytrewq
pass passw0rd pa55word password passwd passcode p@ssw0rd p@ssword p@55w0rd pwd mima kouling wodemima
admin @dmin administrator adm root toor user users guest test tester testing demo temp temporary default system sys login
logon welcome changeme change me letmein let in secret topsecret master access hello iloveyou ilove i love you loveme lovely
woaini woaiwojia woai wo ai ni aini nihao zhongguo china beijing shenzhen guangdong baoan baoanqu qu hongse red
zhitongche ztc zhi tong che rexian dangjian dangyuan dangwei liangxin shequ jiedao yuanqu gov office huawei tencent alibaba
monkey dragon sunshine princess football baseball basketball soccer superman batman shadow michael jordan killer hunter
trustno trustnoone computer internet google server windows apple samsung spring summer autumn winter mustang starwars freedom
whatever flower ginger cheese cookie banana orange purple silver golden diamond phoenix tiger panda lucky happy angel baby
xiaoming wang li zhang liu chen yang huang zhao zhou
`;

export const weakPieces: ReadonlySet<string> = new Set(pieces.trim().split(/\s+/));
export const longestWeakPiece = Math.max(...[...weakPieces].map((piece) => piece.length));
