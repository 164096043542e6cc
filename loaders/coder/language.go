package coder

import (
	"io/fs"

	"safir/schema"
)

// Language is what one language brings: its tables (see the package
// documentation) and the few habits that tables cannot say.
type Language struct {
	// Code names the language.
	Code schema.Language
	// Tables holds lemmas.tsv, words.tsv, offices.tsv, frames.tsv,
	// dates.tsv, noise.tsv and, where the script joins words, clitics.tsv.
	Tables fs.FS
	// Inflect returns all forms of a lemma. forms is the third column of
	// lemmas.tsv. An error names what is wrong with the entry.
	Inflect func(lemma string, part Part, forms string) ([]Form, error)
	// Passive tells whether the spelling of a finite verb, vowels included,
	// shows that it is passive; nil where only words around it do.
	Passive func(word string, tag Tag) bool
	// VerbFirst: the subject usually stands between verb and object.
	VerbFirst bool
	// AdjectiveLast: adjectives and demonyms follow their noun.
	AdjectiveLast bool
	// AdverbEnd is how adverbs end that are in no table; "" where none are
	// known by their end.
	AdverbEnd string
	// Capitals: names are written with capital letters.
	Capitals bool
}

// Part is a part of speech of lemmas.tsv.
type Part string

// The parts of speech that inflect.
const (
	Verb Part = "verb"
	Noun Part = "noun"
	Adj  Part = "adj"
)

// Tag says what a form of a lemma can be; a form may have several.
type Tag uint16

// The tags.
const (
	Finite      Tag = 1 << iota // a finite verb
	Past                        // past tense
	Present                     // present or unmarked tense
	PassiveOnly                 // can only be passive
	PastPart                    // past participle: passive or perfect by what stands before
	ActivePart                  // active participle
	Infinitive                  // bare infinitive
	Nominal                     // noun or verbal noun
	Plural
	Dual
)

// Form is one form of a lemma.
type Form struct {
	Text string
	Tag  Tag
	// Lemma is a headword of its own for this form besides the lemma's: a
	// verbal noun, by which tables name it and all its forms.
	Lemma string
}
