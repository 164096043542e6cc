package main

import (
	"net/http"
	"os"
	"path/filepath"

	"safir/loaders/coder"
	"safir/loaders/coder/ar"
	"safir/loaders/coder/en"
	"safir/loaders/coder/gazetteer"
	"safir/loaders/coder/llm"
)

// newCoder returns the coder that the configuration asks for: the rules, or
// a language model where one is named.
func newCoder(c Config) (coder.Coder, error) {
	m := c.Coder.Model
	if m.Name == "" {
		return coder.New(ar.Language(), en.Language()), nil
	}
	var key string
	if err := readSecret("coder.model.key", &key, m.KeyFile); err != nil {
		return nil, usageError{err}
	}
	folder, err := os.UserCacheDir()
	if err != nil {
		return nil, usageError{err}
	}
	cd, err := llm.New(llm.Config{
		Model: m.Name, BaseURL: m.BaseURL, Key: key, ResponseFormat: m.ResponseFormat, Concurrency: m.Concurrency, Budget: m.Budget,
		Timeout: m.Timeout, CacheDir: filepath.Join(folder, "safir", "answers"), HTTPClient: &http.Client{},
		Resolve: gazetteer.Default().Resolve,
	})
	if err != nil {
		return nil, usageError{err}
	}
	return cd, nil
}
