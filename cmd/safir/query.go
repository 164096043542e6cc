package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"
)

// queryOptions are the flags of `safir query`.
type queryOptions struct {
	url, operation, tokenFile string
	vars                      map[string]string
	timeout                   time.Duration
}

func newQuery() *cobra.Command {
	var o queryOptions
	cmd := &cobra.Command{
		Use:   "query FILE|-",
		Short: "send a GraphQL document to a running server and print the answer",
		Long: "Sends the document in FILE (- is standard input) to the server that the configuration names and prints its answer as JSON.\n" +
			"The exit status is 1 when the answer holds errors.",
		Example: "  safir query contacts.graphql --var after=2025-06-24\n  echo '{ states { name } }' | safir query -",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, _, err := configured(cmd)
			if err != nil {
				return err
			}
			document, err := readDocument(args[0], cmd.InOrStdin())
			if err != nil {
				return err
			}
			if o.url == "" {
				o.url = serverURL(c) + "/graphql"
			}
			return ask(cmd.Context(), o, document, cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.url, "url", "", "`address` of the server's /graphql (default: of the configured server.listen)")
	f.StringToStringVar(&o.vars, "var", nil, "a variable as `name=value`; the value is JSON, or else a string")
	f.StringVar(&o.operation, "operation", "", "`name` of the operation to run, where the document has several")
	f.StringVar(&o.tokenFile, "token-file", "", "`file` with the bearer token")
	f.DurationVar(&o.timeout, "timeout", time.Minute, "how long to wait for the answer")
	return cmd
}

func readDocument(path string, stdin io.Reader) (string, error) {
	var b []byte
	var err error
	if path == "-" {
		b, err = io.ReadAll(stdin)
	} else {
		b, err = os.ReadFile(path)
	}
	if err != nil {
		return "", usageError{fmt.Errorf("read the query: %w", err)}
	}
	if len(bytes.TrimSpace(b)) == 0 {
		return "", usageError{fmt.Errorf("the query in %s is empty", path)}
	}
	return string(b), nil
}

// serverURL is the address under which the configured server is reached from
// this machine.
func serverURL(c Config) string {
	scheme := "http"
	if c.Server.TLS.Certificate != "" {
		scheme = "https"
	}
	return scheme + "://" + c.Server.Listen + c.Server.Prefix
}

// ask sends a document and prints the answer.
func ask(ctx context.Context, o queryOptions, document string, stdout io.Writer) error {
	vars := map[string]any{}
	for name, text := range o.vars {
		vars[name] = text
		if json.Valid([]byte(text)) {
			vars[name] = json.RawMessage(text)
		}
	}
	body, err := json.Marshal(map[string]any{"query": document, "variables": vars, "operationName": nullable(o.operation)})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, o.url, bytes.NewReader(body))
	if err != nil {
		return usageError{err}
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/graphql-response+json")
	if o.tokenFile != "" {
		var token string
		if err := readSecret("token-file", &token, o.tokenFile); err != nil {
			return usageError{err}
		}
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("no answer: %w; is `safir up` or `safir serve` running?", err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return fmt.Errorf("the answer broke off: %w", err)
	}
	return printAnswer(stdout, resp.Status, answer)
}

// printAnswer prints the answer as the server ordered it, indented.
func printAnswer(w io.Writer, status string, answer []byte) error {
	var envelope struct {
		Errors []struct {
			Message string `json:"message"`
		} `json:"errors"`
	}
	var indented bytes.Buffer
	if json.Unmarshal(answer, &envelope) != nil || json.Indent(&indented, bytes.TrimSpace(answer), "", "  ") != nil {
		return fmt.Errorf("the server answered %s, not GraphQL: %.200s", status, answer)
	}
	indented.WriteByte('\n')
	if _, err := indented.WriteTo(w); err != nil {
		return err
	}
	if n := len(envelope.Errors); n > 0 {
		return errors.New("the answer holds errors: " + envelope.Errors[0].Message)
	}
	return nil
}

func nullable(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
