// Package llm is a second coder: it asks a language model behind an
// OpenAI-compatible endpoint for the structure that the first coder gives.
//
// A model is not believed. An event whose quote does not stand verbatim in
// the article, or whose participants are not named near that quote, is
// refused and counted by reason; so is every word outside the vocabulary.
// The article is passed as data; whatever it may say to the model can at
// worst make it return claims, and those are checked like all others.
//
// Answers are cached by model, prompt and content of the article, so that
// the same article gives the same result and costs once.
package llm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/shared"

	"safir/loaders/coder"
	"safir/schema"
)

// promptVersion changes whenever the prompt or the checks change in a way
// that can change results; cached answers of other versions are not used.
const promptVersion = "1"

// maxAnswer bounds an answer's body in bytes.
const maxAnswer = 4 << 20

// Config says which model to ask and how much it may cost.
type Config struct {
	Model          string
	BaseURL        string        // of an OpenAI-compatible endpoint, such as http://localhost:11434/v1
	Key            string        // empty for endpoints that need none
	ResponseFormat string        // json_schema (default), json_object, or text for endpoints that know neither
	Concurrency    int           // requests at once; default 2
	Budget         int64         // tokens that one process may use; 0 is no limit
	Timeout        time.Duration // of one request; default a minute
	Retries        int           // of a request that failed by no fault of ours; default 2
	CacheDir       string        // empty keeps no cache
	HTTPClient     *http.Client  // default http.DefaultClient
	// Resolve may give an actor the id and names by which the rest of the
	// program knows it. Default: as the model named it.
	Resolve func(schema.Actor) schema.Actor
}

// ErrBudget says that the configured number of tokens is used up.
var ErrBudget = errors.New("the token budget of this run is used up")

// Stats counts what a Coder did since it was made.
type Stats struct {
	Requests, Cached, Tokens int64
	Accepted                 int64
	Refused                  map[string]int64 // events by reason
}

// Coder asks the model. It is safe for concurrent use.
type Coder struct {
	cfg    Config
	chat   openai.ChatCompletionService
	slots  chan struct{}
	cache  cache
	tokens atomic.Int64
	counts counters
}

var _ coder.Coder = (*Coder)(nil)

// New returns a Coder for the configuration.
func New(c Config) (*Coder, error) {
	if c.Model == "" || c.BaseURL == "" {
		return nil, errors.New("language model: model and base URL must be given")
	}
	switch c.ResponseFormat {
	case "":
		c.ResponseFormat = "json_schema"
	case "json_schema", "json_object", "text":
	default:
		return nil, fmt.Errorf("language model: response format %q is none of json_schema, json_object, text", c.ResponseFormat)
	}
	if c.Concurrency <= 0 {
		c.Concurrency = 2
	}
	if c.Timeout <= 0 {
		c.Timeout = time.Minute
	}
	if c.Retries == 0 {
		c.Retries = 2
	}
	if c.Resolve == nil {
		c.Resolve = func(a schema.Actor) schema.Actor { return a }
	}
	client := http.DefaultClient
	if c.HTTPClient != nil {
		client = c.HTTPClient
	}
	if c.CacheDir != "" {
		if err := os.MkdirAll(c.CacheDir, 0o700); err != nil {
			return nil, fmt.Errorf("language model: cache: %w", err)
		}
	}
	opts := []option.RequestOption{
		option.WithBaseURL(c.BaseURL), option.WithMaxRetries(c.Retries), option.WithMaxRetryDelay(5 * time.Second),
		option.WithRequestTimeout(c.Timeout), option.WithHTTPClient(boundedClient{client}),
	}
	if c.Key != "" {
		opts = append(opts, option.WithAPIKey(c.Key))
	}
	return &Coder{
		cfg: c, chat: openai.NewChatCompletionService(opts...),
		slots: make(chan struct{}, c.Concurrency), cache: cache{c.CacheDir},
	}, nil
}

// Name returns the coder's name with the model and the prompt's version.
func (c *Coder) Name() string { return "llm/" + c.cfg.Model + "/" + promptVersion }

// Stats returns the counts so far.
func (c *Coder) Stats() Stats { return c.counts.stats(c.tokens.Load()) }

// Code asks the model about a, or the cache where it was asked before.
// Errors concern this article alone, but for [ErrBudget], after which only
// cached articles are coded.
func (c *Coder) Code(ctx context.Context, a schema.Article) (schema.Coded, error) {
	answer, err := c.answer(ctx, a)
	if err != nil {
		return schema.Coded{}, fmt.Errorf("language model %s on article %s: %w", c.cfg.Model, a.ID, err)
	}
	coded, refused := convert(a, answer, c.cfg.Resolve)
	coded.Coder = c.Name()
	c.counts.add(len(coded.Events), refused)
	if err := coded.Check(); err != nil {
		return schema.Coded{}, fmt.Errorf("language model %s on article %s: %w", c.cfg.Model, a.ID, err)
	}
	return coded, nil
}

// answer returns the model's parsed answer.
func (c *Coder) answer(ctx context.Context, a schema.Article) (answer, error) {
	key := c.cache.key(c.Name(), c.cfg.ResponseFormat, a)
	if text, ok := c.cache.get(key); ok {
		if parsed, err := parseAnswer(text); err == nil {
			c.counts.cached.Add(1)
			return parsed, nil
		}
	}
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return answer{}, ctx.Err()
	}
	if c.cfg.Budget > 0 && c.tokens.Load() >= c.cfg.Budget {
		return answer{}, ErrBudget
	}
	// The library's timeout covers one try; this one covers them all.
	ctx, cancel := context.WithTimeout(ctx, time.Duration(c.cfg.Retries+1)*(c.cfg.Timeout+5*time.Second))
	defer cancel()
	c.counts.requests.Add(1)
	completion, err := c.chat.New(ctx, c.request(a))
	if err != nil {
		return answer{}, fmt.Errorf("asking: %w", err)
	}
	c.tokens.Add(max(completion.Usage.TotalTokens, 0))
	if len(completion.Choices) == 0 {
		return answer{}, errors.New("the answer holds no choice")
	}
	choice := completion.Choices[0]
	if choice.FinishReason == "length" {
		return answer{}, errors.New("the answer was cut off at the model's length limit")
	}
	parsed, err := parseAnswer(choice.Message.Content)
	if err != nil {
		return answer{}, err
	}
	return parsed, c.cache.put(key, choice.Message.Content)
}

func (c *Coder) request(a schema.Article) openai.ChatCompletionNewParams {
	p := openai.ChatCompletionNewParams{
		Model:       c.cfg.Model,
		Messages:    []openai.ChatCompletionMessageParamUnion{openai.SystemMessage(instructions()), openai.UserMessage(question(a))},
		Temperature: openai.Float(0),
		Seed:        openai.Int(1),
	}
	switch c.cfg.ResponseFormat {
	case "json_schema":
		p.ResponseFormat.OfJSONSchema = &shared.ResponseFormatJSONSchemaParam{
			JSONSchema: shared.ResponseFormatJSONSchemaJSONSchemaParam{Name: "events", Strict: openai.Bool(true), Schema: answerSchema()},
		}
	case "json_object":
		p.ResponseFormat.OfJSONObject = &shared.ResponseFormatJSONObjectParam{}
	}
	return p
}

// boundedClient cuts every body at maxAnswer, so that an endpoint cannot
// fill the memory.
type boundedClient struct{ *http.Client }

func (b boundedClient) Do(r *http.Request) (*http.Response, error) {
	resp, err := b.Client.Do(r)
	if err == nil {
		resp.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(resp.Body, maxAnswer), resp.Body}
	}
	return resp, err
}
