package api

import (
	_ "embed" // for the schema
	"fmt"

	"github.com/graphql-go/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"safir/graph/query"
)

//go:embed schema.graphql
var sdl string

// SDL returns the schema in GraphQL's own language.
func SDL() string { return sdl }

// Options of a [Schema]. The zero value has the defaults.
type Options struct {
	Limits Limits
	// Cache is how many documents, and how many planned operations, are kept;
	// 0 means 512.
	Cache int
}

// Schema answers GraphQL operations. It is safe for concurrent use.
type Schema struct {
	reader  *query.Reader
	limits  Limits
	ast     *ast.Schema
	rules   *rules.Rules
	objects map[string]*graphql.Object
	exec    graphql.Schema
	docs    *cache[*Document]
	plans   *cache[*Operation]
}

// New builds the schema over a reader.
func New(reader *query.Reader, options Options) (*Schema, error) {
	s := &Schema{reader: reader, limits: options.Limits.withDefaults()}
	size := options.Cache
	if size == 0 {
		size = 512
	}
	s.docs, s.plans = newCache[*Document](size), newCache[*Operation](size)
	var err error
	if s.ast, err = gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: sdl}); err != nil {
		return nil, fmt.Errorf("read the GraphQL schema: %w", err)
	}
	delete(s.ast.Directives, "defer") // gqlparser knows it, this server does not
	s.rules = rulesOf(s.limits)
	if err := s.buildTypes(); err != nil {
		return nil, fmt.Errorf("build the GraphQL types: %w", err)
	}
	return s, nil
}

// rulesOf gives the rules of validation: all of the specification.
func rulesOf(limits Limits) *rules.Rules {
	r := rules.NewDefaultRules()
	if limits.NoSuggestions {
		r.ReplaceRule(rules.FieldsOnCorrectTypeRule.Name, rules.FieldsOnCorrectTypeRuleWithoutSuggestions.RuleFunc)
		r.ReplaceRule(rules.KnownArgumentNamesRule.Name, rules.KnownArgumentNamesRuleWithoutSuggestions.RuleFunc)
		r.ReplaceRule(rules.KnownTypeNamesRule.Name, rules.KnownTypeNamesRuleWithoutSuggestions.RuleFunc)
		r.ReplaceRule(rules.ValuesOfCorrectTypeRule.Name, rules.ValuesOfCorrectTypeRuleWithoutSuggestions.RuleFunc)
	}
	return r
}

// SDL returns the schema in GraphQL's own language.
func (s *Schema) SDL() string { return sdl }

// buildTypes makes graphql-go's types of gqlparser's. Arguments and input
// types are left out: they are spent before graphql-go sees an operation.
func (s *Schema) buildTypes() error {
	s.objects = map[string]*graphql.Object{}
	named := map[string]graphql.Output{
		"Int": graphql.Int, "Float": graphql.Float, "String": graphql.String, "Boolean": graphql.Boolean, "ID": graphql.ID,
	}
	var typeOf func(t *ast.Type) graphql.Output
	typeOf = func(t *ast.Type) graphql.Output {
		var out graphql.Output
		if t.Elem != nil {
			out = graphql.NewList(typeOf(t.Elem))
		} else {
			out = named[t.NamedType]
		}
		if t.NonNull {
			return graphql.NewNonNull(out)
		}
		return out
	}
	byKind := func(kind ast.DefinitionKind, do func(*ast.Definition)) {
		for _, name := range sortedKeys(s.ast.Types) {
			if d := s.ast.Types[name]; d.Kind == kind && !d.BuiltIn {
				do(d)
			}
		}
	}
	resolveType := func(p graphql.ResolveTypeParams) *graphql.Object {
		h, _ := p.Value.(hit)
		return s.objects[h.kind]
	}
	byKind(ast.Scalar, func(d *ast.Definition) {
		named[d.Name] = graphql.NewScalar(graphql.ScalarConfig{Name: d.Name, Serialize: func(v any) any { return v }})
	})
	byKind(ast.Enum, func(d *ast.Definition) {
		values := graphql.EnumValueConfigMap{}
		for _, v := range d.EnumValues {
			values[v.Name] = &graphql.EnumValueConfig{Value: v.Name}
		}
		named[d.Name] = graphql.NewEnum(graphql.EnumConfig{Name: d.Name, Values: values})
	})
	fields := func(d *ast.Definition) graphql.FieldsThunk {
		return func() graphql.Fields {
			fs := graphql.Fields{}
			for _, f := range d.Fields {
				if isIntrospection(f.Name) {
					continue
				}
				fs[f.Name] = &graphql.Field{Name: f.Name, Type: typeOf(f.Type), Resolve: resolver(d.Name, f)}
			}
			return fs
		}
	}
	byKind(ast.Interface, func(d *ast.Definition) {
		named[d.Name] = graphql.NewInterface(graphql.InterfaceConfig{Name: d.Name, Fields: fields(d), ResolveType: resolveType})
	})
	var types []graphql.Type
	byKind(ast.Object, func(d *ast.Definition) {
		o := graphql.NewObject(graphql.ObjectConfig{Name: d.Name, Fields: fields(d), Interfaces: graphql.InterfacesThunk(func() []*graphql.Interface {
			var is []*graphql.Interface
			for _, name := range d.Interfaces {
				is = append(is, named[name].(*graphql.Interface))
			}
			return is
		})})
		named[d.Name], s.objects[d.Name] = o, o
		types = append(types, o)
	})
	byKind(ast.Union, func(d *ast.Definition) {
		var of []*graphql.Object
		for _, name := range d.Types {
			of = append(of, s.objects[name])
		}
		named[d.Name] = graphql.NewUnion(graphql.UnionConfig{Name: d.Name, Types: of, ResolveType: resolveType})
	})
	var err error
	s.exec, err = graphql.NewSchema(graphql.SchemaConfig{Query: s.objects["Query"], Types: types})
	return err
}
