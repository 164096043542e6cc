// Package coder turns articles into events: it holds the language-neutral
// engine; the folders below it hold what one language brings.
//
// # What the engine promises
//
// Every event that it returns stands on a verbatim span of the article's
// text; what has no span is not claimed. The same article always gives the
// same result. Time grows linearly with the text. No input makes it crash or
// hang.
//
// # How it reads
//
//	text      → paragraphs, sentences, tokens with their place in the text (token.go);
//	            captions, credits, repeats of the title and the like are set aside (noise.tsv)
//	tokens    → the longest phrases of the lexicon (trie.go, lexicon.go)
//	phrases   → mentions of actors (mention.go), joined across the article (resolve.go)
//	            dates (date.go)
//	clause    → heads of events with their arguments (clause.go, frame.go)
//	heads     → events with roles, modality, date, order (event.go, order.go), repeats joined (join.go)
//
// A frame is written for the active verb. Its passive, its participles, its
// verbal noun and its relative clause are read by the same line: the passive by
// form, vowels, a phrase with "by", or because nothing in the clause can be subject and object at
// once (voice.go); what may be told without saying who did it then needs no
// initiator. What is said to a state's own people is no event (domestic.go).
//
// # Adding a language: a guide for the linguist
//
// A language is a folder beside ar and en: its tables and one small Go file
// that embeds them, says how the language orders its words ([Language]),
// how it inflects a lemma and, where the spelling shows it, which verbs are passive. Nothing in the engine changes.
//
// All tables are UTF-8, one entry a line, columns separated by TAB. A line
// that starts with # is a comment, a blank line is skipped, trailing columns
// that are empty may be left out. Where a column holds several phrases they
// are separated by |. Phrases are written as the language writes them; case,
// diacritics and spelling variants that the language's folding removes need
// not be repeated. A phrase that begins with = is fixed: its words do not inflect. In Arabic a word written without «ال» matches with and
// without it; one written with it matches only with it. Clitics are never
// written: «وبنظيره» is read as و ب نظير ه. A test names file and line of
// every entry that does not hold to this.
//
// ## lemmas.tsv — words that inflect
//
//	lemma	part	forms
//	استقبل	verb	يستقبل; noun=استقبال
//	اتصال	noun	اتصالات|اتصالين
//	meet	verb	past=met; ger=meeting; noun=meeting
//
// lemma is the headword by which the other tables name it (unique together
// with its part). part is verb, noun or adj. forms says what the language's
// own inflection cannot know: for a verb "present" or irregular parts and its
// verbal nouns, for a noun its irregular plurals. Each form that comes out is
// tagged: fin (finite), past, pres, pass (can only be passive), pp (past
// participle: passive or perfect by what stands before), part (active
// participle, takes over the subject of its clause), inf, noun.
// A verbal noun given by "noun=" is a head of its own, under the verb's lemma.
//
// ## words.tsv — closed classes and lexical classes
//
//	class	value	words
//	prep	to	to|towards
//	prep	مع	مع
//	light	act	hold|make|conduct
//
// A word here that is a lemma of lemmas.tsv stands for all its forms. The
// classes that the engine knows:
//
//	and       joins equals: و, and, "as well as", «إلى جانب»
//	or
//	prep      prepositions; value is the name by which frames call it (several phrases may share one)
//	rel       relative pronouns (who, which, الذي); value event: may take up what a clause tells (which)
//	that      opens a content clause (that, أن, إن)
//	break     opens a new clause at the same level (while, but, فيما, لكن)
//	sub       opens a clause of circumstance (after, when, because, بعدما, حين)
//	not       negation
//	will      future (will, would, سوف)
//	be have do aux   auxiliaries; pluperfect "had" is have+pp, «كان قد» is be+aux
//	det       articles and the like that a noun phrase may start with
//	num       number words; value is the number
//	modal     value PLANNED, HYPOTHETICAL, DENIED: words that give what they govern this modality
//	          (is expected to, من المنتظر أن, if, لو, denied that, نفى)
//	say       verbs of reporting: their subject is the speaker of what follows or is quoted
//	attrib    opens the source of a report ("according to", بحسب, وفق)
//	light     support verbs; value act (subject does what the noun says: made a call), receive (subject is
//	          its target: received a call from), happen (took place), express (voiced support),
//	          cancel (called off), postpone, end, begin, offer, plan, deny, gather (brings its objects
//	          together: «جمع اللقاء فلانا وفلانا»)
//	agents    nouns that stand for the state or group that follows or precedes: troops, طائرات, الجانب, وفد, officials
//	organ     organs of a state: ministry, army, police, court: they stand for the state; value the code of the only state that has one
//	group     class nouns for a group or body mentioned before: the rebels, الجماعة, المنظمة; value GROUP or ORGANIZATION or STATE, which may name the only states meant (STATE:SAU,JOR)
//	honorific before a name, no office (Mr, الدكتور, صاحب السمو); value "self" when it refers alone («سموه»)
//	          a number (2, self:2) is the family of titles to which «سموه» and «صاحب السمو» belong
//	rank      before a name and can be an office (General, اللواء, الأمير)
//	namepart  particles inside names (bin, al, van, بن, آل)
//	pair      "the two sides", الجانبان, الوزيران: value n:kind, kind any, person, leader (those who rule), state, group, or an office of offices.tsv
//	          ("2:minister of foreign affairs"); 2:side, 2:each and 2:mediator are the two of the event told
//	pairnoun  nouns that make such a pair with a number before them ("the two Gulf neighbours"); value the kind, as above
//	each      both, كل منهما; value mutual where they do it to each other
//	counter   his counterpart, نظير; value 1 or many
//	host      host, guest: the other side of the meeting told
//	pron      pronouns; value as p:gender/number: he she it they we self
//	poss      his, her, its, their; same values
//	mass      people who are no actors: civilians, international community
//	after before since   event order: what follows the word is earlier / later; after with value same: on the same day
//	then      orders the clause after the one before (then, ثم)
//	earlier   the clause is earlier than the one before (earlier, سابقا)
//	come      verbs that say when what was told came: "the move came after …", «يأتي ذلك بعد …»
//	yield     verbs of result: their subject is earlier than their object (led to, أفضى إلى)
//	precede follow   verbs that order subject and object (سبق, أعقب)
//	same      anaphora to an event: this call, خلال الاتصال
//	town      value ISO code: towns that are no capitals; place names
//	masc      states whose names are masculine, for the words that agree with them
//	country   common nouns for one's own state after a possessive («بلاده»)
//	grouphead nouns that begin a group's name: brigade, لواء, حركة; value GROUP or ORGANIZATION
//	          (weak: only before a word that nothing else is known of)
//	attend    verbs whose subject takes part in the event that follows («شارك في الاجتماع»)
//	broker    verbs and nouns of standing between others (mediate, mediation); value "host" where only talks of adversaries
//	          make the host a mediator
//	told      nouns that recall an event told before ("condemned the raid"); value its types, separated by commas
//	comprise  verbs that list who takes part («ضم الوفد …»)
//	officeadj adjectives before an office: former, acting
//	prepuse   what a preposition is used for: of (belongs to), office (joins office and body), in, place, purpose, toward, from, aim (the infinitive's target: "to retaliate against")
//	stop      other words that can be no part of a name (verbs, common nouns)
//	trailing  company suffixes and the like that names carry after them
//
// Some classes the engine only looks up where it needs them, so that they divide no text:
//
//	sport     words of sport and of the weather: an article with several of them tells no events
//	public    value people: whom a state addresses at home (voters, drivers); body: bodies and people that are no actors (a union, an analyst)
//	observer  those who only guess (analysts): what they think possible is no event
//	what dub  «ما وصفه بـ»: what somebody calls a thing stands for the thing
//	during    what comes before a talk in which something is said (خلال, على هامش)
//	circumstance   what opens a circumstance between a verb and its object (خلال)
//	carry     verbs that only say what a thing holds («طائرة تحمل …»)
//
//	bare      verbs that a bare infinitive may follow (help, let)
//	done      words whose infinitive says what was done ("the first leader to visit", "the decision to")
//	enact     verbs of adopting a text whose participle says what its authors do ("adopted a resolution extending …")
//
// Any other class name is free and may be used by frames as @class.
//
// ## offices.tsv — offices and titles
//
//	english	arabic	options	words
//	minister of foreign affairs	وزير الخارجية	one	foreign minister|minister of foreign affairs
//
// english is [schema.Actor.Role]; options, separated by blanks: one (a state has
// one such), many (ambassador, spokesman), org (serves an organisation),
// state=USA (implied state), org=ID (implied organisation), title (stands before a name without the
// state more often than not: President, King), ruler (head of a state or government: "the leaders of A and B"), posted (is sent to a
// state or body: an envoy), fields (has fields that "and" goes on with: «وزير الخارجية والتعاون الدولي»), any (any holder of an office may be
// called so: "the official"), weak (a word that is an office only with a state or a name),
// leads (any ruler may be called so: "the Thai leader"), leaders (its plural means the rulers of the states that follow),
// kin=NAME (offices of one kin may be called by each other's words: the ambassador is "the envoy").
//
// ## frames.tsv — what makes an event
//
//	type	head	forms	roles	with	without	options
//	SUMMONS	استدعى	verb,noun	subj>I obj>R		للتشاور
//	PHONE_CALL	@call	noun	subj>I ب>R من>I بين>P مع>P
//	PHONE_CALL	speak	verb	subj>P with>P to>P	by phone|by telephone
//
// type is one of the event vocabulary. head is a phrase whose words may be
// lemmas (the first that is one inflects), or @class for every word of a free class. forms says
// which forms of the head open the frame, of: verb (finite, active, and
// passive where the form or "by" shows it), part (participle that takes over a subject), noun (verbal noun or plain
// noun), adj. Without forms: verb,part,noun.
//
// roles maps slots to I (initiator), R (recipient), P (party), M (mediator),
// L (place), C (content: events inside are not claimed), X (makers of the event
// inside, or the actor inside, become the recipient), A (who did it where a passive clause names nobody), - (nobody). Slots are subj and obj (grammatical, by the voice), iobj, gen (what the
// noun belongs to: genitive, possessive, "of"), adj (a demonym on the noun),
// and every value of prep. A slot may be marked ! (the frame holds only if an actor has the
// role), * (only if an actor fills this very slot)
// or ? (words that are no actor do not matter). Where gen is not mapped it is the object if nothing else
// fills it and the frame has one, else the subject; adj is the subject. Two demonyms, or two
// actors in adj, are both P for mutual types.
//
// with lists phrases (or @classes) one of which must stand in the clause of the head; & joins several such lists.
// without lists phrases that must not. Companions that are needed make a frame stronger: of the frames that hold
// at one head, the one with most companions wins, then the higher "prio".
//
// Nouns need no line for their support verbs: a noun frame takes its subject from "light" verbs of words.tsv.
//
// options, separated by blanks: modality=PLANNED …, prio=N (default 0), min=N
// (participants that must be found, default: an initiator for types with direction; two parties for mutual types), solo (may
// have no participant but the recipient), town (its object is a town or region), person (a person has a part besides the subject),
// own=TYPE (its type where whom it is about serves the initiator's own state: who summons his own ambassador recalls him),
// states=TYPE (its type where no participant is a person), groups=TYPE (its type where an armed group does it), context (missing parties may come from the pair of
// actors the passage is about), react (its object is an event or its makers), deny, said (companions may stand
// in what is said: "warned that it would retaliate").
//
// ## dates.tsv — words of dates
//
//	class	value	words
//	month	6	يونيو|حزيران|june|jun
//	hijri	12	ذو الحجة
//	weekday	0	الأحد|sunday
//	day	-1	أمس|yesterday
//	unit	week	أسبوع|week|weeks
//	units	week	أسابيع|weeks   (such of them as are plurals)
//	dual	week	أسبوعين
//	num	2	two|اثنين
//	ordinal	3	الثالث من
//	partday	4	بعد الظهر|afternoon
//	eve	-1	عشية
//	last  next  this  same  ago  later  prior  start  mid  end  early  late
//	part	2	صباح|morning   (the number orders the parts of a day, 0 is none)
//	during from to until on era hijriera
//
// ## noise.tsv — passages that are no evidence
//
//	where	words
//	start	اقرأ أيضا|read also
//	whole	رأي
//	any	جميع الحقوق محفوظة
//	end	(رويترز)
//
// where: start, whole, any and end say where in a paragraph the phrase must stand. "tail" as start, and all that follows goes too.
//
// ## stop.tsv — optional: common words that end an unknown name
//
//	words
//	قرار|موقف|تطورات
//
// ## clitics.tsv — only where the script writes words together
//
//	before	1	و|ف
//	before	2	ب|ل|ك
//	future	ي|ت|ن|أ	س
//	article	-	ال
//	contract	لل	ل
//	after	-	ه|ها|هم|هما
//	stem	ت	ة
//	ending	ا	-
//
// before: 1 conjunctions, 2 prepositions; 1 stands before 2. future: the
// letters that must follow, and the particle. contract: how preposition and
// article look together, and the preposition. stem: how a stem looks before a
// pronoun, and how it looks alone. ending: an ending of case, and what stands
// without it.
package coder
