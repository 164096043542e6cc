package server

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestAccepts(t *testing.T) {
	for header, want := range map[string]accepted{
		"":                                  {mediaJSON, false},
		"*/*":                               {mediaJSON, false},
		"application/*":                     {mediaJSON, false},
		"application/json":                  {mediaJSON, true},
		"application/json, */*":             {mediaJSON, true},
		"application/json;charset=utf-8":    {mediaJSON, true},
		"application/graphql-response+json": {mediaGraphQL, true},
		"application/graphql-response+json; charset=utf-8, application/json; charset=utf-8": {mediaGraphQL, true},
		"application/json, application/graphql-response+json":                               {mediaGraphQL, true},
		"application/graphql-response+json;q=0.8, application/json":                         {mediaJSON, true},
		"application/json;q=0.5, */*":                                                       {mediaGraphQL, false},
		"application/json;q=0, */*":                                                         {mediaGraphQL, false},
		"text/html,application/xhtml+xml,*/*;q=0.8":                                         {mediaJSON, false},
		"text/html":            {},
		"application/json;q=0": {},
		"application/json;q=x": {},
		";;;":                  {},
	} {
		r := httptest.NewRequest(http.MethodPost, "/graphql", nil)
		r.Header.Set("Accept", header)
		if got := accepts(r); got != want {
			t.Errorf("%q: %v, want %v", header, got, want)
		}
	}
}
