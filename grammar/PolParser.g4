// The grammar of Pol: one labelled alternative for each node of the tree, no actions. NL stands only where a clause ends (see the filter in
// compiler/parse/tokens.h), so the rules need no other care for lines.
parser grammar PolParser;
options { tokenVocab = PolLexer; }

file : NL* (decl (NL+ decl)*)? NL* EOF ;

decl
    : MODULE path                                                                                    # declModule
    | USE path (COMMA path)*                                                                         # declUse
    | JURISDICTION NUMBER name?                                                                      # declJurisdiction
    | force                                                                                          # declInForce
    | yearRule                                                                                       # declYear
    | APPLIES BY path                                                                                # declApplies
    | ROUNDING name TO name                                                                          # declRounding
    | SOURCE name EQUALS STRING                                                                      # declSource
    | CLAUSES name LBRACE (clauseEntry (sep clauseEntry)*)? RBRACE                                   # declClauses
    | AS_BEFORE cite                                                                                 # declAsBefore
    | definition                                                                                     # declDefine
    | TABLE name LPAREN name (COMMA name)* RPAREN (COLON name (COMMA name)*)?
          (TAKEN_FROM STRING cite? (LBRACE (row (NL row)*)? RBRACE)? | cite? LBRACE (row (NL row)*)? RBRACE)  # declTable
    | PARAM name (EQUALS expr | LBRACE (dated (NL dated)*)? RBRACE) cite?                               # declParam
    | EXTEND ENUM name LBRACE (enumValue (sep enumValue)*)? RBRACE                                      # declExtendEnum
    | EXTEND name LBRACE (field (sep field)*)? RBRACE                                                   # declExtend
    | ENUM name (OPEN | PREFIX)* LBRACE (enumValue (sep enumValue)*)? RBRACE                            # declEnum
    | RECORD name LBRACE (field (sep field)*)? RBRACE                                                   # declRecord
    | allowance                                                                                      # declAllowance
    | tier                                                                                           # declTier
    | answer                                                                                         # declAnswer
    | BENEFIT name when? force? cite? (LBRACE (benefitItem (NL benefitItem)*)? RBRACE)?                     # declBenefit
    | AMEND name IS name when order* force? cite? LBRACE (change (NL change)*)? RBRACE                         # declAmend
    | READING name cite? ASK STRING LBRACE (option (NL option)*)? RBRACE                                # declReading
    | ALWAYS (EACH post)* expr (NOT_FALLING expr)?                                                   # declAlways
    | SPECIMEN name EQUALS name recordLit                                                            # declSpecimen
    | TEST STRING LBRACE (testItem (sep testItem)*)? RBRACE                                             # declTest
    | CATALOGUE name LBRACE (catalogueItem (NL catalogueItem)*)? RBRACE                                 # declCatalogue
    | SETTLEMENT name LBRACE (settlementItem (NL settlementItem)*)? RBRACE                              # declSettlement
    | FILING name LPAREN name RPAREN cite? LBRACE (filingItem (NL filingItem)*)? RBRACE                 # declFiling
    ;

sep : NL | COMMA ;
yearRule : YEAR QUANTITY QUANTITY SINCE BY path SPLIT? ;
force : IN_FORCE DATE SINCE? (UP_TO DATE)? ;
when : WHEN expr ;
cite : CITE citeItem (COMMA citeItem)* ;
citeItem : name? STRING ;
order : (INSTEAD | ON_TOP | BETTER) name ;
clauseEntry : STRING name ;

definition : DEFINE name force? EQUALS expr cite? | DEFINE name force? LBRACE (defineCase (NL defineCase)*)? RBRACE ;
defineCase : expr (when | REST) cite? ;

row : key (COMMA key)* (COLON cell (COMMA cell)*)? cite? ;
cell : expr ;
dated : DATE SINCE? COLON expr ;
key : ANY                       # keyAny
    | REST                      # keyRest
    | ABOVE                     # keyAbove
    | UP_TO literal             # keyUpTo
    | DATE SINCE                # keySince
    | literal (TO literal)?     # keyValue
    ;
literal : MINUS? (NUMBER | QUANTITY | PERCENT) | DATE | STRING | TRUE | FALSE | name ;

enumValue : name (AS code)? (IN name)? ;
code : NUMBER | STRING | name ;
field : name (AS externalName)? COLON typeRef (EQUALS expr)? ;
externalName : name (DOT name)* ;
typeRef : LIST? (ENUM LBRACE enumValue (COMMA enumValue)* RBRACE | name) QUESTION? ;

allowance : ALLOWANCE name expr (EACH expr)* carry? cite? ;
carry : CARRY UP_TO path ;
answer : (REFUSE | PENDING | MANUAL | NOTICE | REJECT) LINE? name NO_CALC? when? NO_CALC? cite? ;

tier : PAY name (SECOND name)? when? cite? (LBRACE (tierClause (NL tierClause)*)? RBRACE)? ;
tierClause
    : BASE expr cite?                                                # clauseBase
    | DEDUCT expr (EACH expr)* accumulate? cite?                     # clauseDeduct
    | RATE (bands | expr) ROUND_SUM? cite?                           # clauseRate
    | LIMIT looks? expr (EACH expr)* carry? cite?                    # clauseLimit
    | FLOOR expr cite?                                               # clauseFloor
    | BALANCE_TO name                                                # clauseBalance
    ;
accumulate : BY BASE ACCUMULATE ;
looks : BASE | OVER_DEDUCTIBLE | WORD ;
bands : BANDS OVER_DEDUCTIBLE? (EACH expr)* LBRACE (arm (armSep? arm)*)? RBRACE ;

filingItem : answer | APPLIES BY path ;

benefitItem : answer | tier | WITHIN when LBRACE (change (NL change)*)? RBRACE | definition | yearRule | APPLIES BY path | allowance ;

change : path verb cite? | tier | answer | LIMIT looks? expr (EACH expr)* carry? cite? ;
verb : IS (bands | looks? expr) (EACH expr)* carry? | BY expr | (RAISE_TO | RAISE | LOWER | PLUS_VERB | MINUS_VERB | NOT_LESS | NOT_MORE) expr | CANCEL ;
option : name (EQUALS expr | AS_WRITTEN | LBRACE (change (NL change)*)? RBRACE) (LPAREN ADOPT RPAREN)? ;
catalogueItem : answer | LINE LBRACE (part (NL part)*)? RBRACE ;
part : answer | name expr when? cite? ;
settlementItem : (CATALOGUE | BENEFIT) TAKEN_FROM expr ;

recordLit : LBRACE (recordField (sep recordField)*)? RBRACE ;
recordField : name COLON recordValue ;
recordValue : recordLit | LBRACK (recordValue (COMMA recordValue)*)? RBRACK | expr ;

testItem
    : BEFORE post EQUALS additive (COMMA post EQUALS additive)*      # testBefore
    | SEQUENCE LBRACE (testItem (sep testItem)*)? RBRACE                # testSequence
    | name recordLit GET got (COMMA got)*                            # testClaim
    ;
got : (REFUSE | PENDING | MANUAL | NOTICE | REJECT) name             # gotAnswer
    | ACCEPT                                                         # gotAccepted
    | FAULT name                                                     # gotFault
    | path EQUALS additive                                           # gotValue
    ;

expr : conjunction (OR conjunction)* ;
conjunction : negation (AND negation)* ;
negation : NOT negation                                              # notNegation
         | comparison                                                # notComparison
         ;
comparison : additive (comparator additive (TO additive)? | AT additive (TO additive?)?)? ;
comparator : EQUALS | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL | IS | IS_NOT | IN | NOT_IN ;
additive : multiplicative ((PLUS | MINUS) multiplicative)* ;
multiplicative : unary ((STAR | SLASH) unary)* ;
unary
    : MINUS unary                                                    # unaryMinus
    | (HAS | HAS_NOT | COUNT) path such?                             # unaryList
    | SUM path such?                                                 # unarySum
    | NTH (LPAREN expr RPAREN | path) AMONG path such?               # unaryNth
    | (POSTED | LEFT) path                                           # unaryAccount
    | post                                                           # unaryPost
    ;
such : SUCH LPAREN expr RPAREN ;
post : atom (DOT name | LBRACK expr (COMMA expr)* RBRACK)* ;
atom
    : (NUMBER | QUANTITY | PERCENT)                                  # atomNumber
    | DATE                                                           # atomDate
    | STRING                                                         # atomString
    | (TRUE | FALSE)                                                 # atomBool
    | NONE                                                           # atomNone
    | HERE                                                           # atomHere
    | (MAXIMUM | MINIMUM) LPAREN expr (COMMA expr)* RPAREN (AMONG path such?)?   # atomExtreme
    | (ROUND_TO | DAYS | AGE | YEAR_OF | QUARTER_OF | MONTH_OF) LPAREN expr (COMMA expr)* RPAREN  # atomCall
    | LPAREN expr (COMMA expr)* RPAREN                               # atomParens
    | BY expr LBRACE (arm (armSep? arm)*)? RBRACE                       # atomBy
    | name                                                           # atomName
    ;
arm : key COLON expr ;
armSep : NL | COMMA ;
path : name (DOT name | LBRACK expr (COMMA expr)* RBRACK)* ;

name : WORD | MODULE | USE | JURISDICTION | IN_FORCE | APPLIES | YEAR | ROUNDING | SOURCE | CLAUSES | DEFINE | TABLE | PARAM | ENUM | RECORD | ALLOWANCE | PAY
     | BENEFIT | AMEND | READING | SPECIMEN | TEST | CATALOGUE | SETTLEMENT | FILING | LINE | BASE | DEDUCT | RATE | LIMIT | FLOOR | BANDS | OVER_DEDUCTIBLE
     | ACCUMULATE | SPLIT | REFUSE | PENDING | MANUAL | NOTICE | REJECT | NO_CALC | BEFORE | FAULT | TAKEN_FROM | SECOND | ALWAYS | EXTEND | BALANCE_TO | AS
     | PLUS_VERB | MINUS_VERB | RAISE | LOWER | CANCEL | ROUND_SUM | SEQUENCE | LIST | OPEN | PREFIX | DAYS | AGE | ACCEPT | YEAR_OF | QUARTER_OF | MONTH_OF ;
