package server

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

// documents are what clients may call by name, or by the hash of the text as
// "sha256:…".
type documents struct {
	texts map[string]string
	only  bool
}

// readDocuments reads the .graphql files of a folder and sees that the engine
// takes each of them.
func readDocuments(dir string, only bool, engine Engine) (documents, error) {
	d := documents{texts: map[string]string{}, only: only}
	if dir == "" {
		return d, nil
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		return d, fmt.Errorf("persisted documents: %w", err)
	}
	var errs []error
	for _, f := range files {
		name, ok := strings.CutSuffix(f.Name(), ".graphql")
		if !ok || f.IsDir() {
			continue
		}
		path := filepath.Join(dir, f.Name())
		text, err := os.ReadFile(path)
		if err != nil {
			errs = append(errs, fmt.Errorf("persisted document: %w", err))
			continue
		}
		if faults := engine.Validate(string(text)); len(faults) > 0 {
			errs = append(errs, fmt.Errorf("persisted document %s: %w", path, faults))
			continue
		}
		d.texts[name] = string(text)
		d.texts[hashName(string(text))] = string(text)
	}
	if len(d.texts) == 0 && len(errs) == 0 {
		errs = append(errs, fmt.Errorf("persisted documents: no .graphql file in %s", dir))
	}
	return d, errors.Join(errs...)
}

func hashName(text string) string { return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(text))) }

// text gives the document that a request means.
func (d documents) text(q request) (string, error) {
	if q.document != "" {
		text, ok := d.texts[q.document]
		if !ok {
			return "", fault{http.StatusBadRequest, "PERSISTED_DOCUMENT_NOT_FOUND", "no persisted document has this name"}
		}
		return text, nil
	}
	if d.only && d.texts[hashName(q.query)] == "" {
		return "", fault{http.StatusForbidden, "PERSISTED_DOCUMENTS_ONLY", "this server answers persisted documents only: send documentId"}
	}
	return q.query, nil
}
