package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-viper/mapstructure/v2"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"
)

// Config is all that a user can configure: defaults, then safir.yaml, then
// SAFIR_… environment variables, then flags; later ones win. It is read once
// and passed down by value.
type Config struct {
	Neo4j   Neo4jConfig    `mapstructure:"neo4j"`
	Server  ServerConfig   `mapstructure:"server"`
	Fetch   FetchConfig    `mapstructure:"fetch"`
	Coder   CoderConfig    `mapstructure:"coder"`
	Log     LogConfig      `mapstructure:"log"`
	Data    string         `mapstructure:"data"`
	Sources []SourceConfig `mapstructure:"sources"`

	Schedule ScheduleConfig `mapstructure:"schedule"`
}

// Neo4jConfig says which Neo4j to use. With an empty URI, `safir up` and the
// other commands use the private one.
type Neo4jConfig struct {
	URI          string        `mapstructure:"uri"`
	Username     string        `mapstructure:"username"`
	Password     string        `mapstructure:"password"`
	PasswordFile string        `mapstructure:"password_file"`
	Database     string        `mapstructure:"database"`
	Connections  int           `mapstructure:"connections"`
	Patience     time.Duration `mapstructure:"patience"`
	Heap         string        `mapstructure:"heap"`
	PageCache    string        `mapstructure:"page_cache"`
	BoltPort     int           `mapstructure:"bolt_port"`
	HTTPPort     int           `mapstructure:"http_port"`
}

// ServerConfig is for the GraphQL server.
type ServerConfig struct {
	Listen        string        `mapstructure:"listen"`
	Prefix        string        `mapstructure:"prefix"` // before all paths, behind a proxy
	GraphiQL      bool          `mapstructure:"graphiql"`
	Suggestions   bool          `mapstructure:"suggestions"` // "Did you mean …" in errors; editors of GraphQL know the schema themselves
	Tokens        []TokenConfig `mapstructure:"tokens"`
	TokensFile    string        `mapstructure:"tokens_file"` // lines: name secret [requests per second]
	TLS           TLSConfig     `mapstructure:"tls"`
	Plain         bool          `mapstructure:"plain"`   // beyond loopback without TLS, behind a proxy that has it
	Hosts         []string      `mapstructure:"hosts"`   // further names that an open server answers to
	Origins       []string      `mapstructure:"origins"` // web sites whose pages may ask (CORS)
	Documents     string        `mapstructure:"documents"`
	DocumentsOnly bool          `mapstructure:"documents_only"`
	Limits        LimitsConfig  `mapstructure:"limits"`
}

// TokenConfig is one bearer token. In YAML a plain string is a token without
// a name or a rate.
type TokenConfig struct {
	Name  string  `mapstructure:"name"`
	Token string  `mapstructure:"token"`
	File  string  `mapstructure:"file"` // holds the token, instead of token
	Rate  float64 `mapstructure:"rate"` // requests per second; 0 is no limit
}

// TLSConfig names a certificate and its key, read anew when they change.
type TLSConfig struct {
	Certificate string `mapstructure:"certificate"`
	Key         string `mapstructure:"key"`
}

// LimitsConfig bounds what one query may ask.
type LimitsConfig struct {
	Depth       int           `mapstructure:"depth"`
	Tokens      int           `mapstructure:"tokens"`
	Aliases     int           `mapstructure:"aliases"`
	Directives  int           `mapstructure:"directives"`
	Cost        int           `mapstructure:"cost"`
	Timeout     time.Duration `mapstructure:"timeout"`
	Rows        int           `mapstructure:"rows"`
	Body        Bytes         `mapstructure:"body"`
	Concurrency int           `mapstructure:"concurrency"`
	Queue       int           `mapstructure:"queue"`
}

// FetchConfig is for everything that is fetched over HTTP.
type FetchConfig struct {
	UserAgent    string        `mapstructure:"user_agent"`
	Timeout      time.Duration `mapstructure:"timeout"`
	Body         Bytes         `mapstructure:"body"`
	Rate         float64       `mapstructure:"rate"` // requests per second and host
	AllowPrivate bool          `mapstructure:"allow_private"`
}

// CoderConfig chooses who codes articles.
type CoderConfig struct {
	Workers int       `mapstructure:"workers"` // 0 is one a processor
	Model   LLMConfig `mapstructure:"model"`
}

// LLMConfig is the second coder, which asks a language model; off while Name
// is empty.
type LLMConfig struct {
	Name           string        `mapstructure:"name"`
	BaseURL        string        `mapstructure:"base_url"`
	KeyFile        string        `mapstructure:"key_file"`
	ResponseFormat string        `mapstructure:"response_format"`
	Concurrency    int           `mapstructure:"concurrency"`
	Budget         int64         `mapstructure:"budget"` // tokens per run; 0 is no limit
	Timeout        time.Duration `mapstructure:"timeout"`
}

// LogConfig says how the log is written.
type LogConfig struct {
	Level  string `mapstructure:"level"`
	Format string `mapstructure:"format"`
}

// ScheduleConfig says how `safir run` shares the sources.
type ScheduleConfig struct {
	Lease    time.Duration `mapstructure:"lease"`    // how long a process that died keeps a source
	Parallel int           `mapstructure:"parallel"` // sources at once
	Poll     time.Duration `mapstructure:"poll"`     // how often the graph is asked what is due, at least
	Backoff  time.Duration `mapstructure:"backoff"`  // wait after a first failure
}

// SourceConfig is one configured source of documents.
type SourceConfig struct {
	Name       string        `mapstructure:"name"`
	Kind       string        `mapstructure:"kind"`
	URL        string        `mapstructure:"url"`
	URLs       []string      `mapstructure:"urls"`
	Path       string        `mapstructure:"path"`
	Schedule   string        `mapstructure:"schedule"` // cron expression; none runs only by name
	Timezone   string        `mapstructure:"timezone"` // of the schedule, such as Asia/Riyadh; UTC where empty
	Jitter     time.Duration `mapstructure:"jitter"`
	Language   string        `mapstructure:"language"`
	Rules      RulesConfig   `mapstructure:"rules"`
	Max        int           `mapstructure:"max"`     // articles of one run of a feed or sitemap
	Mirrors    string        `mapstructure:"mirrors"` // of event tables: join or keep
	ExactNames bool          `mapstructure:"exact_names"`
	From       string        `mapstructure:"from"` // days of GDELT to back-fill
	To         string        `mapstructure:"to"`
}

// RulesConfig says how to read the pages of one source.
type RulesConfig struct {
	Content   string   `mapstructure:"content"`   // CSS selector of the article's body
	Prune     []string `mapstructure:"prune"`     // CSS selectors of what to leave out
	Lines     []string `mapstructure:"lines"`     // beginnings of blocks to leave out
	Publisher string   `mapstructure:"publisher"` // instead of the name that pages give
}

// sourceKinds are the kinds that a source may have.
var sourceKinds = []string{"feed", "sitemap", "page", "folder", "jsonl", "warc", "coded", "icews", "gdelt", "polecat"}

// setDefaults gives every key a value, so that the environment can set it.
func setDefaults(v *viper.Viper) {
	for key, value := range map[string]any{
		"neo4j.uri": "", "neo4j.username": "neo4j", "neo4j.password": "", "neo4j.password_file": "", "neo4j.database": "neo4j",
		"neo4j.connections": 2, "neo4j.patience": "1m", "neo4j.heap": "512m", "neo4j.page_cache": "256m",
		"neo4j.bolt_port": 7687, "neo4j.http_port": 7474,
		"server.listen": "127.0.0.1:8080", "server.prefix": "", "server.graphiql": true, "server.suggestions": false, "server.tokens_file": "",
		"server.tls.certificate": "", "server.tls.key": "", "server.plain": false, "server.hosts": []string{}, "server.origins": []string{},
		"server.documents": "", "server.documents_only": false,
		"server.limits.depth": 15, "server.limits.tokens": 2000, "server.limits.aliases": 100, "server.limits.directives": 50,
		"server.limits.cost": 50000, "server.limits.rows": 1000, "server.limits.timeout": "10s", "server.limits.body": "256KiB",
		"server.limits.concurrency": 16, "server.limits.queue": 64,
		"fetch.user_agent": "safir/1", "fetch.timeout": "30s", "fetch.body": "10MiB", "fetch.rate": 1.0,
		"fetch.allow_private": false,
		"coder.workers":       0, "coder.model.name": "", "coder.model.base_url": "", "coder.model.key_file": "",
		"coder.model.response_format": "json_schema", "coder.model.concurrency": 2, "coder.model.budget": 0, "coder.model.timeout": "1m",
		"schedule.lease": "2m", "schedule.parallel": 4, "schedule.poll": "15s", "schedule.backoff": "5m",
		"log.level": "info", "log.format": "text", "data": "",
	} {
		v.SetDefault(key, value)
	}
}

// flagKeys maps the flags that stand for configuration keys to those keys.
var flagKeys = map[string]string{
	"neo4j-uri": "neo4j.uri", "neo4j-username": "neo4j.username", "neo4j-password-file": "neo4j.password_file",
	"neo4j-database": "neo4j.database", "listen": "server.listen", "data": "data", "log-level": "log.level", "log-format": "log.format",
}

// addConfigFlags defines the flags that every command has.
func addConfigFlags(fs *pflag.FlagSet) {
	fs.String("config", "", "configuration `file` instead of safir.yaml in the working folder, the user's configuration folder or /etc/safir")
	fs.String("neo4j-uri", "", "`URI` of your own Neo4j, such as neo4j://localhost:7687; none uses safir's private one")
	fs.String("neo4j-username", "neo4j", "Neo4j user `name`")
	fs.String("neo4j-password-file", "", "`file` whose first line is the Neo4j password")
	fs.String("neo4j-database", "neo4j", "`name` of the database in Neo4j")
	fs.String("data", "", "`folder` of the private Neo4j's data")
	fs.String("log-level", "info", "least `level` that is logged: debug, info, warn or error")
	fs.String("log-format", "text", "`form` of the log: text or json")
}

// loadConfig reads the configuration. Its errors name the key and the file.
func loadConfig(flags *pflag.FlagSet) (Config, error) {
	v := viper.NewWithOptions(viper.ExperimentalBindStruct())
	setDefaults(v)
	v.SetEnvPrefix("SAFIR")
	v.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))
	v.AutomaticEnv()
	for flag, key := range flagKeys {
		if f := flags.Lookup(flag); f != nil {
			if err := v.BindPFlag(key, f); err != nil {
				return Config{}, usageError{err}
			}
		}
	}
	file, _ := flags.GetString("config")
	if file == "" {
		file = findConfigFile()
	}
	if file != "" {
		v.SetConfigFile(file)
		if err := v.ReadInConfig(); err != nil {
			return Config{}, usageError{fmt.Errorf("configuration %s: %w", file, err)}
		}
	}
	var c Config
	err := v.UnmarshalExact(&c, viper.DecodeHook(mapstructure.ComposeDecodeHookFunc(
		mapstructure.TextUnmarshallerHookFunc(), mapstructure.StringToTimeDurationHookFunc(), mapstructure.StringToSliceHookFunc(","), stringToToken)))
	if err == nil {
		err = c.complete()
	}
	if err != nil {
		if file != "" {
			err = fmt.Errorf("configuration %s: %w", file, err)
		}
		return Config{}, usageError{err}
	}
	return c, nil
}

// findConfigFile returns the first safir.yaml in the places where one is
// looked for, or "".
func findConfigFile() string {
	folders := []string{"."}
	if d, err := os.UserConfigDir(); err == nil {
		folders = append(folders, filepath.Join(d, "safir"))
	}
	for _, d := range append(folders, "/etc/safir") {
		f := filepath.Join(d, "safir.yaml")
		if _, err := os.Stat(f); !errors.Is(err, fs.ErrNotExist) {
			return f
		}
	}
	return ""
}

// complete reads secrets from their files, fills in what depends on the
// machine, and checks what can be checked without I/O elsewhere.
func (c *Config) complete() error {
	if err := readSecret("neo4j.password", &c.Neo4j.Password, c.Neo4j.PasswordFile); err != nil {
		return err
	}
	for i := range c.Server.Tokens {
		t := &c.Server.Tokens[i]
		if err := readSecret(fmt.Sprintf("server.tokens[%d].token", i), &t.Token, t.File); err != nil {
			return err
		}
		if t.Token == "" {
			return fmt.Errorf("server.tokens[%d]: neither token nor file", i)
		}
	}
	if c.Data == "" {
		d, err := dataFolder()
		if err != nil {
			return fmt.Errorf("data: no folder for the private Neo4j: %w", err)
		}
		c.Data = d
	}
	if _, _, err := net.SplitHostPort(c.Server.Listen); err != nil {
		return fmt.Errorf("server.listen: %q is not host:port", c.Server.Listen)
	}
	if !slices.Contains([]string{"text", "json"}, c.Log.Format) {
		return fmt.Errorf("log.format: %q is neither text nor json", c.Log.Format)
	}
	names := map[string]bool{}
	for i, s := range c.Sources {
		where := fmt.Sprintf("sources[%d] (%s)", i, s.Name)
		switch {
		case s.Name == "":
			return fmt.Errorf("sources[%d]: no name", i)
		case names[s.Name]:
			return fmt.Errorf("%s: another source has this name", where)
		case !slices.Contains(sourceKinds, s.Kind):
			return fmt.Errorf("%s: kind %q is none of %s", where, s.Kind, strings.Join(sourceKinds, ", "))
		case s.URL == "" && s.Path == "" && len(s.URLs) == 0 && s.Kind != "gdelt":
			return fmt.Errorf("%s: neither url nor path", where)
		case s.Mirrors != "" && s.Mirrors != "join" && s.Mirrors != "keep":
			return fmt.Errorf("%s: mirrors: %q is neither join nor keep", where, s.Mirrors)
		}
		names[s.Name] = true
	}
	return nil
}

// readSecret sets *value to the first line of file, where one is named.
func readSecret(key string, value *string, file string) error {
	if file == "" {
		return nil
	}
	if *value != "" {
		return fmt.Errorf("%s: given both in itself and by file", key)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	line, _, _ := strings.Cut(string(b), "\n")
	*value = strings.TrimSpace(line)
	if *value == "" {
		return fmt.Errorf("%s: %s is empty", key, file)
	}
	return nil
}

// dataFolder returns where the private Neo4j's data is kept.
func dataFolder() (string, error) {
	if d := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(d) {
		return filepath.Join(d, "safir"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, ".local", "share", "safir"), nil
}
