// The tokens of Pol, over a folded stream: full-width twins are ASCII already, `≤ ≥ “ ”` are \u0002 \u0003 \u0004 \u0005, and every other letter is `x`.
// Keywords are not spelt here: a table turns a WORD into one (compiler/parse/keywords.cpp), and a filter drops the line ends that end nothing.
lexer grammar PolLexer;

tokens {
    MODULE, USE, JURISDICTION, IN_FORCE, APPLIES, YEAR, ROUNDING, SOURCE, CLAUSES, AS_BEFORE, DEFINE, TABLE, PARAM, ENUM, EXTEND, RECORD,
    ALLOWANCE, PAY, BENEFIT, AMEND, READING, ALWAYS, SPECIMEN, TEST, CATALOGUE, SETTLEMENT, FILING,
    LINE, TAKEN_FROM, WHEN, CITE, ASK, BY, EACH, TO, UP_TO, SINCE, SECOND, ABOVE, REST, NONE, ANY, SAME_AS, LIST, OPEN, PREFIX,
    BASE, DEDUCT, RATE, LIMIT, FLOOR, BALANCE_TO, BANDS, OVER_DEDUCTIBLE, ROUND_SUM, CARRY, ACCUMULATE, SPLIT,
    REFUSE, PENDING, MANUAL, NOTICE, REJECT, NO_CALC,
    RAISE_TO, RAISE, LOWER, PLUS_VERB, MINUS_VERB, NOT_LESS, NOT_MORE, CANCEL, INSTEAD, ON_TOP, BETTER, AS_WRITTEN, ADOPT, WITHIN,
    GET, BEFORE, SEQUENCE, FAULT, ACCEPT,
    AND, OR, NOT, IS, IS_NOT, IN, NOT_IN, AT, SUCH, HAS, HAS_NOT, COUNT, SUM, MAXIMUM, MINIMUM, NTH, AMONG, ROUND_TO, DAYS, AGE, YEAR_OF, QUARTER_OF, MONTH_OF,
    POSTED, LEFT, NOT_FALLING, AS, TRUE, FALSE, HERE
}

DATE     : D D D D '-' D D '-' D D ;
PERCENT  : NUM [ \t]* '%' ;
QUANTITY : NUM L+ ;
NUMBER   : NUM ;
WORD     : L (L | D)* ;
STRING   : '"' ~["\r\n]* '"' | '\u0004' ~[\u0005\r\n]* '\u0005' ;
OPEN_STRING : ('"' ~["\r\n]*) | ('\u0004' ~[\u0005\r\n]*) ;

LBRACE : '{' ; RBRACE : '}' ; LPAREN : '(' ; RPAREN : ')' ; LBRACK : '[' ; RBRACK : ']' ;
COMMA  : ',' ; COLON : ':' ; DOT : '.' ; QUESTION : '?' ;
PLUS   : '+' ; MINUS : '-' ; STAR : '*' ; SLASH : '/' ;
EQUALS : '=' ; LESS : '<' ; GREATER : '>' ;
LESS_EQUAL : '<=' | '\u0002' ; GREATER_EQUAL : '>=' | '\u0003' ;

NL      : '\r'? '\n' ;
SEMI    : ';' ;
WS      : [ \t\r]+ -> skip ;
COMMENT : '//' ~[\r\n]* -> channel(HIDDEN) ;
STRAY   : . ;

fragment D   : [0-9] ;
fragment NUM : D+ ('.' D+)? ;
fragment L   : [A-Za-z_] ;
